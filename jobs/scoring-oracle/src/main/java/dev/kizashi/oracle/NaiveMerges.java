package dev.kizashi.oracle;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** §8: who is merged into whom, all over the world and in one order. */
public final class NaiveMerges {
  private final Map<String, String> mergedInto = new HashMap<>();

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
   * @return what has to move; empty where they are one already
   */
  public Optional<Move> merge(String into, String other) {
    Move move = new Move(rootOf(other), rootOf(into));
    if (move.from().equals(move.to())) {
      return Optional.empty();
    }
    mergedInto.put(move.from(), move.to());
    return Optional.of(move);
  }

  /**
   * The CRM takes a lead out of where it was merged, whatever led there.
   *
   * @return the lead it was merged into; empty for one that is not merged
   */
  public Optional<String> unmerge(String leadId) {
    return Optional.ofNullable(mergedInto.remove(leadId));
  }

  /**
   * A lead is erased with all that was merged into it; nothing of that is merged any more.
   *
   * @return the ids, the lead's own among them
   */
  public SortedSet<String> erase(String leadId) {
    SortedSet<String> erased = new TreeSet<>(Collections.singleton(leadId));
    for (String merged : mergedInto.keySet()) {
      if (isMergedInto(merged, leadId)) {
        erased.add(merged);
      }
    }
    erased.forEach(mergedInto::remove);
    return erased;
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
