package dev.kizashi.runtime.records;

import dev.kizashi.events.FactsTransfer;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What a judgement says and sends on, as records of the contract. */
public final class EmissionRecords {
  private static final List<OutputTopic> KEYED_BY_LEAD =
      List.of(OutputTopic.LEAD_SCORES, OutputTopic.STAGE_CHANGES, OutputTopic.SALES_ALERTS);

  private final OutputEncoder encoder = new OutputEncoder();
  private final ByteWriter scratch = new ByteWriter();
  private final String alertSource;

  /**
   * @param alertSource {@code ce_source} of alerts
   */
  public EmissionRecords(String alertSource) {
    this.alertSource = alertSource;
  }

  /**
   * @param emittedAt epoch millis of the machine's clock
   * @param out is handed the records: one, but for an erasure, which leaves a tombstone on every
   *     topic that is keyed by lead
   */
  public void of(Emission emission, long emittedAt, Consumer<OutputRecord> out) {
    byte[] key = bytes(emission.leadId());
    if (emission instanceof LeadErased) {
      KEYED_BY_LEAD.forEach(topic -> out.accept(new OutputRecord(topic, key, null, Map.of())));
    } else if (emission instanceof ScoreRemoved) {
      out.accept(new OutputRecord(OutputTopic.LEAD_SCORES, key, null, Map.of()));
    } else {
      byte[] body = encoder.body(emission, emittedAt);
      out.accept(
          emission instanceof AlertIssued alert
              ? new OutputRecord(
                  OutputTopic.SALES_ALERTS,
                  key,
                  body,
                  OutputEncoder.cloudEventHeaders(alert, alertSource))
              : new OutputRecord(
                  emission instanceof LeadScored
                      ? OutputTopic.LEAD_SCORES
                      : OutputTopic.STAGE_CHANGES,
                  key,
                  body,
                  Map.of()));
    }
  }

  /**
   * What is sent to somebody whose state may lie elsewhere.
   *
   * @param job Flink's id of this job
   * @param checkpoint the first that can contain its sending
   */
  public OutputRecord transfer(Message message, String job, long checkpoint) {
    scratch.clear();
    scratch.writeByte(MessageCodec.VERSION);
    MessageCodec.write(message, scratch);
    FactsTransfer transfer =
        new FactsTransfer(
            message.station().name().toLowerCase(Locale.ROOT),
            message.key(),
            message.getClass().getSimpleName(),
            ByteBuffer.wrap(scratch.toByteArray()),
            job,
            checkpoint);
    return new OutputRecord(
        OutputTopic.LEAD_TRANSFERS, bytes(message.key()), encoder.body(transfer), Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
