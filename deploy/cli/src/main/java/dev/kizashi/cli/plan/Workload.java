package dev.kizashi.cli.plan;

import dev.kizashi.cli.plan.UnitCosts.Name;

/**
 * What one event brings about, by what the benchmark has shown of traffic of its kind.
 *
 * @param eventSeconds of one core, for an event from source to sink, the broker's work included
 * @param judgingSeconds of those what leads' tasks take: the part that is not there when the same
 *     topology passes through
 * @param identitySeconds of one core, for a message to a visitor, an address or the register, or
 *     one by way of the topic: what the job takes more with identity, shared out evenly
 * @param leads messages to leads for an event; likewise the others
 * @param recordBytes of an event's value
 * @param outputs records to the sink for an event
 * @param outputBytes of each
 * @param leadBytes of a lead with {@code facts} facts, key and timer included, every key once and
 *     not compressed; likewise the others
 * @param factBytes more or less for each fact more or less
 */
record Workload(
    double eventSeconds,
    double judgingSeconds,
    double identitySeconds,
    double leads,
    double visitors,
    double addresses,
    double merges,
    double transfers,
    double recordBytes,
    double outputs,
    double outputBytes,
    double leadBytes,
    double facts,
    double factBytes,
    double visitorBytes,
    double addressBytes,
    double addressesPerLead) {

  /** Every event names its lead. */
  static Workload named(UnitCosts costs) {
    double events = costs.of(Name.NAMED_RECOGNISED);
    double leads = costs.of(Name.NAMED_LEADS) / events;
    return new Workload(
        eventSeconds(costs, Name.THROUGHPUT_NAMED),
        judgingSeconds(costs),
        0,
        leads,
        0,
        0,
        0,
        0,
        costs.of(Name.NAMED_RECORD_BYTES),
        leads * costs.of(Name.NAMED_OUTPUTS_A_MESSAGE),
        costs.of(Name.NAMED_OUTPUT_BYTES),
        costs.of(Name.NAMED_LEAD_BYTES),
        costs.of(Name.NAMED_FACTS),
        factBytes(costs, Name.NAMED_VALUE_BYTES, Name.NAMED_THIRTY_FACTS_BYTES, Name.NAMED_FACTS),
        0,
        0,
        0);
  }

  /** Some events only tell a visitor or an address. */
  static Workload withIdentity(UnitCosts costs) {
    double events = costs.of(Name.IDENTITY_RECOGNISED);
    double leads = costs.of(Name.IDENTITY_LEADS) / events;
    double visitors = costs.of(Name.IDENTITY_VISITORS) / events;
    double addresses = costs.of(Name.IDENTITY_ADDRESSES) / events;
    double merges = costs.of(Name.IDENTITY_MERGES) / events;
    double transfers = costs.of(Name.IDENTITY_TRANSFERS) / events;
    double more =
        eventSeconds(costs, Name.THROUGHPUT_IDENTITY) - eventSeconds(costs, Name.THROUGHPUT_NAMED);
    return new Workload(
        eventSeconds(costs, Name.THROUGHPUT_IDENTITY),
        judgingSeconds(costs),
        more / (visitors + addresses + merges + transfers),
        leads,
        visitors,
        addresses,
        merges,
        transfers,
        costs.of(Name.IDENTITY_RECORD_BYTES),
        leads * costs.of(Name.IDENTITY_OUTPUTS_A_MESSAGE),
        costs.of(Name.IDENTITY_OUTPUT_BYTES),
        costs.of(Name.IDENTITY_LEAD_BYTES),
        costs.of(Name.IDENTITY_FACTS),
        factBytes(
            costs,
            Name.IDENTITY_VALUE_BYTES,
            Name.IDENTITY_THIRTY_FACTS_BYTES,
            Name.IDENTITY_FACTS),
        costs.of(Name.IDENTITY_VISITOR_BYTES),
        costs.of(Name.IDENTITY_ADDRESS_BYTES),
        costs.of(Name.IDENTITY_ADDRESS_COUNT) / costs.of(Name.IDENTITY_LEAD_COUNT));
  }

  private static double eventSeconds(UnitCosts costs, Name throughput) {
    return costs.of(Name.MEASURED_CORES) / costs.of(throughput);
  }

  private static double judgingSeconds(UnitCosts costs) {
    return eventSeconds(costs, Name.THROUGHPUT_NAMED)
        * (1 - costs.of(Name.THROUGHPUT_PASSING_SHARE));
  }

  /**
   * From the mean lead to those with exactly thirty. These have acted more lately than others and
   * hold more recent events, so that it is rather too much.
   */
  private static double factBytes(UnitCosts costs, Name mean, Name ofThirty, Name meanFacts) {
    return (costs.of(ofThirty) - costs.of(mean)) / (30 - costs.of(meanFacts));
  }

  double leadBytes(double factsOfLead) {
    return leadBytes + factBytes * (factsOfLead - facts);
  }

  /** How much more judging costs than measured: it reads, values and writes the larger lead. */
  double growth(double factsOfLead) {
    return Math.max(1, leadBytes(factsOfLead) / leadBytes);
  }
}
