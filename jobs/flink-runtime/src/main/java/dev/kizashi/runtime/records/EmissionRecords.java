package dev.kizashi.runtime.records;

import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a judgement says, as records of the contract. */
public final class EmissionRecords {
  private final OutputEncoder encoder = new OutputEncoder();
  private final String alertSource;

  /**
   * @param alertSource {@code ce_source} of alerts
   */
  public EmissionRecords(String alertSource) {
    this.alertSource = alertSource;
  }

  /**
   * @param emittedAt epoch millis of the machine's clock
   */
  public OutputRecord of(Emission emission, long emittedAt) {
    byte[] key = emission.leadId().getBytes(StandardCharsets.UTF_8);
    byte[] body = encoder.body(OutputEncoder.toRecord(emission, emittedAt));
    if (emission instanceof AlertIssued alert) {
      return new OutputRecord(
          OutputTopic.SALES_ALERTS, key, body, OutputEncoder.cloudEventHeaders(alert, alertSource));
    }
    OutputTopic topic =
        emission instanceof LeadScored ? OutputTopic.LEAD_SCORES : OutputTopic.STAGE_CHANGES;
    return new OutputRecord(topic, key, body, Map.of());
  }
}
