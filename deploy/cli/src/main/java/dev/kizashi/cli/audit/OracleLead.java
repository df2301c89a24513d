package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.signals.Event;
import java.util.List;
import java.util.OptionalLong;

/** A lead as the naive oracle judges it. */
final class OracleLead implements ReplayedLead {
  private final NaiveLead lead;

  /**
   * @param any version: until it is judged it is under none
   */
  OracleLead(String leadId, Version any) {
    this(new NaiveLead(leadId, any.model(), any.matching(), Account::ofAddress));
  }

  OracleLead(NaiveLead lead) {
    this.lead = lead;
  }

  /** For what others do to it. */
  NaiveLead naive() {
    return lead;
  }

  @Override
  public void begin(Version first) {
    lead.switchTo(first.model(), first.matching(), first.model().effectiveFrom());
  }

  @Override
  public List<Emission> event(Event behaviour, Version inForce) {
    return lead.event(behaviour, inForce.matching());
  }

  @Override
  public List<Emission> crm(Decoded.Crm crm) {
    return lead.crm(crm.eventId(), crm.occurredAt(), crm.update());
  }

  @Override
  public OptionalLong nextInstant() {
    return lead.nextInstant();
  }

  @Override
  public List<Emission> timersUpTo(long instant) {
    return lead.timersUpTo(instant);
  }

  @Override
  public List<Emission> switchTo(Version next) {
    return lead.switchTo(next.model(), next.matching(), next.model().effectiveFrom());
  }

  @Override
  public String lastFate() {
    return lead.lastFate().name();
  }

  @Override
  public boolean lastSuspect() {
    return lead.lastSuspect();
  }

  @Override
  public long sequence() {
    return lead.sequence();
  }

  @Override
  public OptionalLong clock() {
    return lead.clock();
  }
}
