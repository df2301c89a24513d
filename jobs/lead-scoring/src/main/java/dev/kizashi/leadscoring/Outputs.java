package dev.kizashi.leadscoring;

import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.util.OutputTag;

/**
 * What leaves an operator beside its main stream, which is for leads: dead letters and the audit
 * trail, and messages for who else keeps state.
 */
final class Outputs {
  static final OutputTag<OutputRecord> SIDE = new OutputTag<>("side", OutputRecord.TYPE);

  static final OutputTag<Message> ADDRESSES = new OutputTag<>("addresses", MessageSerializer.TYPE);
  static final OutputTag<Message> VISITORS = new OutputTag<>("visitors", MessageSerializer.TYPE);
  static final OutputTag<Message> MERGES = new OutputTag<>("merges", MessageSerializer.TYPE);

  private static final Map<Station, OutputTag<Message>> TAGS =
      new EnumMap<>(
          Map.of(
              Station.ADDRESSES, ADDRESSES,
              Station.VISITORS, VISITORS,
              Station.MERGES, MERGES));

  private Outputs() {}

  /** The side output of a station other than the leads'. */
  static OutputTag<Message> of(Station station) {
    return TAGS.get(station);
  }
}
