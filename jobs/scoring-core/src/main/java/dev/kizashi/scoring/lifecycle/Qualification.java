package dev.kizashi.scoring.lifecycle;

import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** When a lead becomes an MQL: the model's {@code qualify} clauses, compiled. */
public final class Qualification {
  private final List<CompiledClause> clauses;
  private final long coolOffMillis;

  public Qualification(ScoringModel model) {
    List<String> temperatures =
        model.temperatures().stream().map(ScoringModel.Temperature::name).toList();
    clauses =
        model.lifecycle().qualify().stream()
            .map(clause -> CompiledClause.of(clause, temperatures))
            .toList();
    coolOffMillis = model.lifecycle().coolOffMillis();
  }

  private record CompiledClause(
      int leastRank, Set<String> grades, Set<String> labels, int[] signals) {
    static CompiledClause of(Clause clause, List<String> temperatures) {
      return new CompiledClause(
          clause.temperature() == null ? 0 : temperatures.indexOf(clause.temperature()),
          clause.grades(),
          clause.labels(),
          clause.signals().stream().mapToInt(Hashes::ofSignal).toArray());
    }

    boolean holds(int rank, String grade, String label, IntPredicate seen) {
      return rank >= leastRank
          && (grades.isEmpty() || (grade != null && grades.contains(grade)))
          && (labels.isEmpty() || labels.contains(label))
          && (signals.length == 0 || anySeen(seen));
    }

    private boolean anySeen(IntPredicate seen) {
      for (int signal : signals) {
        if (seen.test(signal)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Whether a lead of this stage is judged by the clauses at all.
   *
   * @param recycledAt epoch millis, or {@link Long#MIN_VALUE}
   */
  public boolean isOpen(Stage stage, long recycledAt, long t) {
    return isCandidate(stage) && (recycledAt == Long.MIN_VALUE || t >= recycledAt + coolOffMillis);
  }

  /**
   * Whether any clause holds.
   *
   * @param grade may be null
   * @param seen whether the signal has a clean fact that counts
   */
  public boolean holds(int rank, String grade, String label, IntPredicate seen) {
    for (CompiledClause clause : clauses) {
      if (clause.holds(rank, grade, label, seen)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The end of a cool-off at which the clauses are judged again, if after {@code t} and before
   * {@code otherwise}, which it is else.
   */
  public long coolOffEnd(Stage stage, long recycledAt, long t, long otherwise) {
    boolean pending = isCandidate(stage) && recycledAt != Long.MIN_VALUE && !clauses.isEmpty();
    long end = recycledAt + coolOffMillis;
    return pending && end > t && end < otherwise ? end : otherwise;
  }

  private static boolean isCandidate(Stage stage) {
    return stage == Stage.LEAD || stage == Stage.RECYCLED;
  }
}
