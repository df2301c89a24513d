package dev.kizashi.cli.simulation;

/**
 * One simulated lead, as its company's CRM knows it.
 *
 * @param companySize employees
 * @param authority say in a decision, in the words of BANT
 */
public record Person(
    int index,
    String leadId,
    String name,
    String email,
    String visitorId,
    String accountId,
    String industry,
    int companySize,
    String seniority,
    String title,
    String source,
    String authority,
    String owner) {}
