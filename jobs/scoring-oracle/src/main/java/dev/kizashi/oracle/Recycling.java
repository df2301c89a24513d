package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import java.util.OptionalLong;

/** §6: what entering {@code recycled}, by any way, does to a lead. */
final class Recycling {
  private Recycling() {}

  /** Facts up to the current hour stay, but count no longer where the model of then resets. */
  static Standing of(Standing before, long t, LifecycleRules rules) {
    Long baseline =
        rules.recycleResets()
            ? (Long) Math.floorDiv(t, FactEvent.HOUR_MILLIS)
            : before.baselineHour();
    return new Standing(before.rank(), Stage.RECYCLED, t, t, baseline);
  }

  /** From when on the lead may qualify again; empty when it was never recycled. */
  static OptionalLong coolOffEnd(Standing standing, LifecycleRules rules) {
    return standing.recycledAt() == null
        ? OptionalLong.empty()
        : OptionalLong.of(standing.recycledAt() + rules.coolOffMillis());
  }
}
