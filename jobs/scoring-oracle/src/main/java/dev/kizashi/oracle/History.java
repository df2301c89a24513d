package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.oracle.RecentArrivals.Listed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * §8: what was done under one name, on its way to another: all facts, the recent list, and what
 * forms said that nobody has heard yet.
 */
public final class History {
  /** What an event brings that brings nothing but itself. */
  static final History NONE = new History(List.of(), List.of(), List.of(), Long.MIN_VALUE);

  /** What there is where nothing is left. */
  public static History empty(long clock) {
    return new History(List.of(), List.of(), List.of(), clock);
  }

  private final List<FactEvent> facts;
  private final List<Listed> recent;
  private final List<SaidOnce> said;
  private final long clock;

  /**
   * What a form said.
   *
   * @param occurredAt epoch millis
   */
  record SaidOnce(NaiveMatching.Said what, long occurredAt) {}

  /**
   * @param recent by arrival
   * @param said by arrival
   * @param clock epoch millis, not before any of it; the earliest there is where there is none
   */
  History(List<FactEvent> facts, List<Listed> recent, List<SaidOnce> said, long clock) {
    this.facts = List.copyOf(facts);
    this.recent = List.copyOf(recent);
    this.said = List.copyOf(said);
    this.clock = clock;
  }

  List<FactEvent> facts() {
    return facts;
  }

  List<Listed> recent() {
    return recent;
  }

  List<SaidOnce> said() {
    return said;
  }

  long clock() {
    return clock;
  }

  /** Not before any of it, epoch millis. */
  public long latest() {
    return clock;
  }

  /**
   * A fact, as others count it.
   *
   * @param asset null when absent
   * @param hour since the epoch
   */
  public record Fact(Source source, String signal, String asset, long hour, boolean suspect) {}

  /** Every fact, as often as it is there. */
  public List<Fact> counted() {
    return facts.stream()
        .map(it -> new Fact(it.source(), it.signal(), it.asset(), it.hour(), it.suspect()))
        .collect(toUnmodifiableList());
  }

  /** How many facts there are, suspect ones too. */
  public int size() {
    return facts.size();
  }

  /** As the lead has it that a lead of this path was merged into. */
  public History under(Source path) {
    return from(source -> source.under(path));
  }

  /** As the lead of a path has it, under which all of it lies. */
  public History within(Source path) {
    return from(source -> source.within(path));
  }

  /**
   * The facts there are of leads that are none of these, for each as it had them itself.
   *
   * @param then when it is given to them, not before any of it, epoch millis
   * @return by the path whose last step is such a lead, and none before it
   */
  public Map<Source, History> ofLeadsBut(Collection<String> known, long then) {
    Map<Source, History> others = new LinkedHashMap<>();
    for (FactEvent fact : facts) {
      fact.source()
          .toLeadBut(known)
          .ifPresent(path -> others.computeIfAbsent(path, it -> part(it, then)));
    }
    return others;
  }

  /** What lies under a path, as its lead has it. */
  public History at(Source path) {
    return part(path, clock);
  }

  /** What does not lie under a path. */
  public History without(Source path) {
    return new History(
        facts.stream().filter(it -> !it.source().isUnder(path)).collect(toUnmodifiableList()),
        recent.stream().filter(it -> !it.source().isUnder(path)).collect(toUnmodifiableList()),
        said,
        clock);
  }

  /** Both, the other's list behind this one's. */
  public History and(History other) {
    return new History(
        both(facts, other.facts),
        both(recent, other.recent),
        both(said, other.said),
        Math.max(clock, other.clock));
  }

  private static <T> List<T> both(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private History part(Source path, long then) {
    return new History(
            facts.stream().filter(it -> it.source().isUnder(path)).collect(toUnmodifiableList()),
            recent.stream().filter(it -> it.source().isUnder(path)).collect(toUnmodifiableList()),
            List.of(),
            then)
        .within(path);
  }

  private History from(UnaryOperator<Source> other) {
    return new History(
        facts.stream()
            .map(fact -> fact.from(other.apply(fact.source())))
            .collect(toUnmodifiableList()),
        recent.stream().map(it -> it.from(other.apply(it.source()))).collect(toUnmodifiableList()),
        said,
        clock);
  }
}
