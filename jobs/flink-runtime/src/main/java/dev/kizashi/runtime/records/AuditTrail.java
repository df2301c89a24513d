package dev.kizashi.runtime.records;

import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What became of every input record, so that an auditor can replay each judgement in its order. */
public final class AuditTrail {
  private final OutputEncoder encoder = new OutputEncoder();

  /** A record that reached no lead. */
  public OutputRecord ended(InputRecord record, Fate fate, String detail) {
    return entry(record.key(), record.origin(), fate, false, null, 0, detail);
  }

  /**
   * A record that reached a lead.
   *
   * @param versions the model and catalogue it was judged under, or null when it was not judged
   */
  public OutputRecord judged(LeadEvent event, Step step, String versions) {
    return entry(
        event.leadId().getBytes(StandardCharsets.UTF_8),
        event.origin(),
        step.fate(),
        step.suspect(),
        event.leadId(),
        step.sequence(),
        versions);
  }

  private OutputRecord entry(
      byte[] key,
      LeadEvent.Origin origin,
      Fate fate,
      boolean suspect,
      String leadId,
      long sequence,
      String detail) {
    byte[] body =
        encoder.body(
            OutputEncoder.auditEntry(
                origin.topic().topicName(),
                origin.partition(),
                origin.offset(),
                fate,
                suspect,
                leadId,
                sequence == 0 ? null : (Long) sequence,
                detail));
    return new OutputRecord(OutputTopic.AUDIT_TRAIL, key, body, Map.of());
  }
}
