package dev.kizashi.cli.audit;

import dev.kizashi.events.Fate;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an audit counted, and what it found to differ. */
final class Findings {
  private final int shown;
  private final String judge;
  private final Map<InputTopic, Map<Fate, Long>> records;
  private final Map<Checked, Long> checked;
  private final Map<Kind, Long> kinds;
  private final Map<String, Long> unproven;
  private final List<Difference> first;

  /** What is counted as it is held against what must be. */
  enum Checked {
    RECORDS("input records"),
    TRANSFERS("transfers between leads"),
    FOLLOWED("what followed elsewhere"),
    ON_THEIR_WAY("transfers on their way"),
    DEAD_LETTERS("dead letters"),
    LEADS("leads"),
    STAGE_CHANGES("stage changes"),
    ALERTS("alerts"),
    SCORES("scores"),
    FINAL_SCORES("final scores"),
    FINAL_SCORES_NEARLY("final scores, within min_change");

    private final String words;

    Checked(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** In what way something differs. */
  enum Kind {
    MISSING("missing"),
    WITHOUT_CAUSE("without a cause"),
    TWICE("more than once"),
    OTHERWISE("otherwise");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * One thing that is not as it must be.
   *
   * @param where the lead, or the input record
   * @param sequence of the lead's judgement, or 0
   * @param what the record or the field
   * @param expected by who judged again
   * @param found on the cluster
   * @param judge who says so, where several judged; else null
   */
  record Difference(
      Kind kind,
      String where,
      long sequence,
      String what,
      String expected,
      String found,
      String judge) {
    @Override
    public String toString() {
      return where
          + (sequence == 0 ? "" : ", sequence " + sequence)
          + ": "
          + what
          + (kind == Kind.OTHERWISE
              ? ": expected " + expected + ", found " + found
              : " " + kind.words())
          + (judge == null ? "" : " (" + judge + ")");
    }
  }

  /**
   * @param shown how many differences are kept in detail
   */
  Findings(int shown) {
    this.shown = shown;
    this.judge = null;
    this.records = new EnumMap<>(InputTopic.class);
    this.checked = new EnumMap<>(Checked.class);
    this.kinds = new EnumMap<>(Kind.class);
    this.unproven = new TreeMap<>();
    this.first = new ArrayList<>();
  }

  private Findings(Findings all, String judge, boolean counts) {
    this.shown = all.shown;
    this.judge = judge;
    this.records = all.records;
    this.checked = counts ? all.checked : new EnumMap<>(Checked.class);
    this.kinds = all.kinds;
    this.unproven = counts ? all.unproven : new TreeMap<>();
    this.first = all.first;
  }

  /**
   * These findings, to be added to by one of several judges: its differences bear its name.
   *
   * @param counts whether what it checks, and what it can say nothing of, is counted: for all
   *     judges the same records are checked, and the same are lacking
   */
  Findings by(String judge, boolean counts) {
    return new Findings(this, judge, counts);
  }

  void record(InputTopic topic, Fate fate) {
    records.computeIfAbsent(topic, it -> new EnumMap<>(Fate.class)).merge(fate, 1L, Long::sum);
  }

  void checked(Checked what, long count) {
    checked.merge(what, count, Long::sum);
  }

  void differs(Kind kind, String where, long sequence, String what) {
    differs(new Difference(kind, where, sequence, what, null, null, judge));
  }

  void differs(String where, long sequence, String what, Object expected, Object found) {
    differs(
        new Difference(
            Kind.OTHERWISE,
            where,
            sequence,
            what,
            String.valueOf(expected),
            String.valueOf(found),
            judge));
  }

  private void differs(Difference difference) {
    kinds.merge(difference.kind(), 1L, Long::sum);
    if (first.size() < shown) {
      first.add(difference);
    }
  }

  /** A lead, or a record, that nothing can be said of. */
  void unproven(String why) {
    unproven.merge(why, 1L, Long::sum);
  }

  /** By topic, for those that have any. */
  Map<InputTopic, Map<Fate, Long>> records() {
    return records;
  }

  long count(Checked what) {
    return checked.getOrDefault(what, 0L);
  }

  long differences() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }

  long differences(Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  /** The first that were found, in detail. */
  List<Difference> first() {
    return first;
  }

  /** How often nothing can be said, by why. */
  Map<String, Long> unproven() {
    return unproven;
  }
}
