package dev.kizashi.leadscoring;

import dev.kizashi.runtime.records.OutputRecord;
import org.apache.flink.util.OutputTag;

/** What leaves an operator beside its main stream: dead letters and the audit trail. */
final class Outputs {
  static final OutputTag<OutputRecord> SIDE = new OutputTag<>("side", OutputRecord.TYPE);

  private Outputs() {}
}
