package dev.kizashi.cli.audit;

import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the outputs say of one lead, in the order of their logs. Tombstones part one life of a lead
 * from the next; among scores also what it was before it was merged from what it was when it came
 * back. So there is always one part more than there are tombstones.
 */
record LeadOutputs(
    List<List<StageChange>> stageChanges,
    List<List<SalesAlert>> alerts,
    List<List<LeadScore>> scores) {

  /** Parts at every null. */
  static <T> List<List<T>> parted(List<T> records) {
    List<List<T>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (T record : records) {
      if (record == null) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(record);
      }
    }
    return parts;
  }

  /** Whether there is nothing, not even a tombstone. */
  boolean isEmpty() {
    return Stream.of(stageChanges, alerts, scores)
        .allMatch(parts -> parts.size() == 1 && parts.get(0).isEmpty());
  }

  private static <T> List<T> part(List<List<T>> parts, int index) {
    return index < parts.size() ? parts.get(index) : List.of();
  }

  List<StageChange> stageChangesOf(int life) {
    return part(stageChanges, life);
  }

  List<SalesAlert> alertsOf(int life) {
    return part(alerts, life);
  }

  /** The scores after the last tombstone. */
  List<LeadScore> lastScores() {
    return scores.get(scores.size() - 1);
  }

  /**
   * The scores that a life ended with.
   *
   * @param part how many tombstones there were before them, were none compacted away
   */
  List<LeadScore> scoresAtTheEndOf(int life, int part) {
    int lives = Math.max(stageChanges.size(), alerts.size());
    if (life >= lives - 1) {
      return lastScores();
    }
    // Each later life has a tombstone of its own; where one is gone, nobody knows which.
    return scores.size() - part >= lives - life ? part(scores, part) : List.of();
  }

  /**
   * The highest number that anything in a life bears, 0 where there is nothing.
   *
   * @param atTheEnd the scores that it ended with
   */
  long lastSequence(int life, List<LeadScore> atTheEnd) {
    return Stream.of(
            stageChangesOf(life).stream().mapToLong(StageChange::getSequence),
            alertsOf(life).stream().mapToLong(SalesAlert::getSequence),
            atTheEnd.stream().mapToLong(LeadScore::getSequence))
        .flatMapToLong(sequences -> sequences)
        .max()
        .orElse(0);
  }
}
