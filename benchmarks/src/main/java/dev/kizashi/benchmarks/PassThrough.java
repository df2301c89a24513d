package dev.kizashi.benchmarks;

import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stands where leads are judged and judges nothing: no state is read or written, no timer set. What
 * has come out of the shuffle is answered with as many records, of as many bytes, as the job
 * answers with on average; all go to {@code lead-scores} under the lead's id, and their bodies are
 * zeros.
 */
final class PassThrough extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<Message, ConfigDocument, OutputRecord> {
  private static final long serialVersionUID = 1L;

  /** Lengths, tags and topic of a record on its way to the sink, besides key and body. */
  private static final int FRAME_BYTES = 14;

  private final double recordsPerEvent;
  private final int bytesPerRecord;

  private transient double owed;

  /**
   * @param recordsPerEvent on average, for an event that reached a lead; at least 0
   * @param bytesPerRecord between this operator and the sink, key and frame included
   */
  PassThrough(double recordsPerEvent, int bytesPerRecord) {
    this.recordsPerEvent = recordsPerEvent;
    this.bytesPerRecord = bytesPerRecord;
  }

  @Override
  public void processElement1(StreamRecord<Message> element) {
    for (owed += recordsPerEvent; owed >= 1; owed--) {
      byte[] key = element.getValue().key().getBytes(StandardCharsets.UTF_8);
      byte[] body = new byte[Math.max(0, bytesPerRecord - key.length - FRAME_BYTES)];
      output.collect(
          new StreamRecord<>(new OutputRecord(OutputTopic.LEAD_SCORES, key, body, Map.of())));
    }
  }

  @Override
  public void processElement2(StreamRecord<ConfigDocument> element) {
    // Without a judgement there is nothing to judge by.
  }
}
