package dev.kizashi.oracle;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * §8: one visitor. What it does waits until somebody is named, and goes from then on to whom it
 * belongs.
 */
public final class NaiveVisitor {
  private final String visitorId;
  private final Bounds bounds;
  private final LongFunction<SignalCatalogue> catalogueAt;

  private final List<Naming> namings = new ArrayList<>();
  private List<FactEvent> facts = new ArrayList<>();
  private RecentArrivals recent = new RecentArrivals();
  private List<History.SaidOnce> said = new ArrayList<>();
  private boolean known;
  private long clock;
  private boolean suspect;

  /**
   * By arrival.
   *
   * @param leadId null for a gap: what follows is nobody's
   */
  private record Naming(String leadId, long occurredAt) {
    boolean isGap() {
      return leadId == null;
    }
  }

  /**
   * Where an anonymous event goes.
   *
   * @param leadId whom it belongs to, or null: then nobody else hears of it
   * @param fate where it goes to nobody: ANONYMOUS when it waits, DUPLICATE, or IGNORED when it is
   *     an erased person's
   */
  public record Way(String leadId, Fate fate) {}

  /**
   * @param catalogueAt the catalogue in force at an instant of epoch millis
   */
  public NaiveVisitor(String visitorId, Bounds bounds, LongFunction<SignalCatalogue> catalogueAt) {
    this.visitorId = Objects.requireNonNull(visitorId, "visitorId");
    this.bounds = Objects.requireNonNull(bounds, "bounds");
    this.catalogueAt = Objects.requireNonNull(catalogueAt, "catalogueAt");
  }

  /** What the visitor's history is under, at the lead that it goes to. */
  public Source source() {
    return Source.visitor(visitorId);
  }

  // ---- what arrives -------------------------------------------------------------------------

  /**
   * An event that names nobody; one that shows no signal and that no burst rule watches is none of
   * the visitor's.
   *
   * @param inForce the catalogue that was in force when it occurred
   */
  public Way arrive(Event anonymous, NaiveMatching inForce) {
    suspect = inForce.suspectReason(anonymous).isPresent();
    if (isNamed()) {
      moveClock(anonymous.occurredAt());
      String leadId = belongsTo(anonymous.occurredAt());
      return new Way(leadId, leadId == null ? Fate.IGNORED : null);
    }
    if (known && isRepeated(anonymous)) {
      return new Way(null, Fate.DUPLICATE);
    }
    moveClock(anonymous.occurredAt());
    keep(anonymous, inForce);
    return new Way(null, Fate.ANONYMOUS);
  }

  private boolean isRepeated(Event event) {
    return recent.holds(
        event.eventId(), event.occurredAt(), clock, catalogueAt.apply(clock).dedupeWindowMillis());
  }

  private void moveClock(long occurredAt) {
    clock = known ? Math.max(clock, occurredAt) : occurredAt;
    known = true;
  }

  private void keep(Event event, NaiveMatching inForce) {
    RecentArrivals.Arrival arrival =
        recent.add(source(), event.eventId(), event.occurredAt(), event);
    List<NaiveMatching.Seen> seen = inForce.signals(event);
    String reason = inForce.suspectReason(event).orElse(null);
    String campaign = AlertContent.shown(Campaign.of(event));
    for (NaiveMatching.Seen it : seen) {
      facts.add(
          new FactEvent(
              source(), it.signal(), it.asset(), event.occurredAt(), reason, campaign, arrival));
    }
    SignalCatalogue catalogue = catalogueAt.apply(clock);
    Map<RecentArrivals.Arrival, String> bursts =
        Bursts.reasons(
            recent.listed(clock, catalogue.dedupeWindowMillis()), catalogue.exclude().bursts());
    facts.replaceAll(
        fact ->
            bursts.containsKey(fact.arrival()) ? fact.marked(bursts.get(fact.arrival())) : fact);
    suspect |= bursts.containsKey(arrival);
    if (!suspect) {
      inForce
          .profile(event, seen)
          .forEach(it -> said.add(new History.SaidOnce(it, event.occurredAt())));
    }
    letGoOfTheOldest();
  }

  /** What differs in nothing that counts is kept as one. */
  private record Kept(String signal, String asset, long hour, String mark) {}

  private void letGoOfTheOldest() {
    while (howManyAreKept() > bounds.waitingFacts()) {
      long oldest = facts.stream().mapToLong(FactEvent::hour).min().orElseThrow();
      facts.removeIf(fact -> fact.hour() == oldest);
    }
  }

  private long howManyAreKept() {
    return facts.stream()
        .map(it -> new Kept(it.signal(), it.asset(), it.hour(), it.suspectReason()))
        .distinct()
        .count();
  }

  /**
   * An event, no machine's by itself, names a lead.
   *
   * @return all that has waited, under the visitor's path, for the lead to judge with the event;
   *     empty where nobody waits
   */
  public Optional<History> name(String leadId, long occurredAt) {
    boolean waits = isWaiting();
    moveClock(occurredAt);
    Optional<History> waited =
        waits
            ? Optional.of(new History(facts, recent.take(source(), clock, window()), said, clock))
            : Optional.empty();
    nothingWaits();
    Naming naming = new Naming(leadId, occurredAt);
    if (!namings.contains(naming)) {
      add(naming);
    }
    return waited;
  }

  private long window() {
    return catalogueAt.apply(clock).dedupeWindowMillis();
  }

  private void nothingWaits() {
    facts = new ArrayList<>();
    recent = new RecentArrivals();
    said = new ArrayList<>();
  }

  private void add(Naming naming) {
    namings.add(naming);
    if (namings.size() > bounds.namings()) {
      namings.remove(earliest());
    }
    beginAnewWithoutAnybody();
  }

  /** Of equally early ones the first to arrive. */
  private Naming earliest() {
    return namings.stream().min(Comparator.comparingLong(Naming::occurredAt)).orElseThrow();
  }

  /**
   * The lead that somebody was named as refuses the event: what follows is nobody's. A visitor that
   * waits for a name, since it was forgotten meanwhile, goes on waiting.
   */
  public void refused(String leadId, long occurredAt) {
    Naming naming = new Naming(leadId, occurredAt);
    namings.replaceAll(it -> it.equals(naming) ? new Naming(null, it.occurredAt()) : it);
    if (isNamed()) {
      beginAnewWithoutAnybody();
    }
  }

  /** Leads are erased. */
  public void forget(Set<String> erased) {
    namings.replaceAll(
        it -> !it.isGap() && erased.contains(it.leadId()) ? new Naming(null, it.occurredAt()) : it);
    if (isNamed()) {
      beginAnewWithoutAnybody();
    }
  }

  private void beginAnewWithoutAnybody() {
    if (namings.stream().allMatch(Naming::isGap)) {
      namings.clear();
      known = false;
    }
  }

  // ---- what is asked ------------------------------------------------------------------------

  private String belongsTo(long occurredAt) {
    Naming found = null;
    for (Naming naming : namings) {
      boolean isLater = found == null || naming.occurredAt() >= found.occurredAt();
      if (naming.occurredAt() <= occurredAt && isLater) {
        found = naming;
      }
    }
    return found == null ? earliest().leadId() : found.leadId();
  }

  private boolean isNamed() {
    return !namings.isEmpty();
  }

  private boolean isWaiting() {
    return known && !isNamed();
  }

  /** Whether nothing is known of it: then it is as good as never seen. */
  public boolean isUnknown() {
    return !known;
  }

  /** The watermark that ends it, in epoch millis, as far as is known now. */
  public long forgottenAt() {
    return clock + (isNamed() ? bounds.rememberMillis() : bounds.waitMillis());
  }

  /** How many facts wait; as a machine's they count, too. */
  public int waiting() {
    return facts.size();
  }

  /** Whether the last anonymous event is a machine's, by itself or by a burst among what waits. */
  public boolean lastSuspect() {
    return suspect;
  }
}
