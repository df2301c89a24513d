package dev.kizashi.leadscoring;

import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.resolution.Turn;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Where what came of a message goes, for operators that only pass events on. One a task. */
final class TurnOutput {
  private final Turn turn = new Turn();
  private final AuditTrail trail = new AuditTrail();
  private final FateCounters fates;
  private final boolean audited;

  /** A side output, by its tag. */
  interface Side {
    <T> void output(OutputTag<T> tag, T value);
  }

  TurnOutput(MetricGroup metrics, boolean audited) {
    LogFields.ofTask(metrics);
    this.fates = new FateCounters(metrics);
    this.audited = audited;
  }

  /** A turn to fill. */
  Turn begin() {
    turn.clear();
    return turn;
  }

  /**
   * Sends on what the turn holds.
   *
   * @param key whose turn it was
   */
  void end(String key, Side side, Collector<Message> leads) {
    for (Message message : turn.messages()) {
      if (message.station() == Station.LEADS) {
        leads.collect(message);
      } else {
        side.output(Outputs.of(message.station()), message);
      }
    }
    for (Turn.Outcome outcome : turn.outcomes()) {
      fates.count(outcome.fate());
      if (audited) {
        side.output(Outputs.SIDE, trail.of(outcome, key, null));
      }
    }
  }
}
