package dev.kizashi.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** §8: who is merged into whom, all over the world and in one order. */
public final class NaiveMerges {
  /** So many records are remembered that moved a lead: another delivery has no effect. */
  private static final int RECORDS = 16;

  private final Map<String, String> mergedInto = new HashMap<>();
  private final Map<String, Long> erasedAt = new HashMap<>();

  /** The records that moved a lead, latest last. */
  private final Map<String, List<String>> movedBy = new HashMap<>();

  /** All that a lead has goes to another. */
  public record Move(String from, String to) {}

  /** Where what names a lead ends up. */
  public String rootOf(String leadId) {
    String at = leadId;
    while (mergedInto.containsKey(at)) {
      at = mergedInto.get(at);
    }
    return at;
  }

  /**
   * The CRM merges one lead into another, each as it names them.
   *
   * @param eventId null where no record of the CRM says so
   * @return what has to move; empty where they are one already
   */
  public Optional<Move> merge(String into, String other, String eventId) {
    Move move = new Move(rootOf(other), rootOf(into));
    if (move.from().equals(move.to()) || wasMovedBy(move.from(), eventId)) {
      return Optional.empty();
    }
    moved(move.from(), eventId);
    mergedInto.put(move.from(), move.to());
    return Optional.of(move);
  }

  /**
   * The CRM takes a lead out of where it was merged, whatever led there.
   *
   * @return the lead it was merged into; empty for one that is not merged
   */
  public Optional<String> unmerge(String leadId, String eventId) {
    if (wasMovedBy(leadId, eventId) || !mergedInto.containsKey(leadId)) {
      return Optional.empty();
    }
    moved(leadId, eventId);
    return Optional.ofNullable(mergedInto.remove(leadId));
  }

  /**
   * A lead is erased with all that was merged into it; nothing of that is merged any more.
   *
   * @param at epoch millis
   * @return the ids, the lead's own among them
   */
  public SortedSet<String> erase(String leadId, long at) {
    SortedSet<String> erased = new TreeSet<>(Collections.singleton(leadId));
    for (String merged : mergedInto.keySet()) {
      if (isMergedInto(merged, leadId)) {
        erased.add(merged);
      }
    }
    erased.forEach(mergedInto::remove);
    erased.forEach(movedBy::remove);
    erased.forEach(id -> remember(id, at));
    return erased;
  }

  private boolean wasMovedBy(String leadId, String eventId) {
    return eventId != null && movedBy.getOrDefault(leadId, List.of()).contains(eventId);
  }

  private void moved(String leadId, String eventId) {
    if (eventId == null) {
      return;
    }
    List<String> records = movedBy.computeIfAbsent(leadId, id -> new ArrayList<>());
    records.add(eventId);
    if (records.size() > RECORDS) {
      records.remove(0);
    }
  }

  /** An id was erased: what merges it and occurred until then is refused. */
  public void remember(String id, long at) {
    erasedAt.merge(id, at, Math::max);
  }

  /** Whether an id was erased at or after that time, as far as that is remembered. */
  public boolean refuses(String id, long occurredAt) {
    return erasedAt.getOrDefault(id, Long.MIN_VALUE) >= occurredAt;
  }

  /**
   * Forgets that there were erasures.
   *
   * @param until epoch millis: an erasure later than that is remembered
   */
  public void forgetErasures(long until) {
    erasedAt.values().removeIf(at -> at <= until);
  }

  /** When an id was erased, in epoch millis, as far as that is remembered. */
  public OptionalLong erasedAt(String id) {
    Long at = erasedAt.get(id);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** Forgets that an id was erased. */
  public void forgetErasure(String id) {
    erasedAt.remove(id);
  }

  private boolean isMergedInto(String leadId, String other) {
    String at = leadId;
    while (mergedInto.containsKey(at)) {
      at = mergedInto.get(at);
      if (at.equals(other)) {
        return true;
      }
    }
    return false;
  }
}
