package dev.kizashi.runtime.records;

import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Who.Passed;
import dev.kizashi.scoring.resolution.Turn;
import dev.kizashi.scoring.resolution.Turn.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of every input record, so that an auditor can replay each judgement in its order. */
public final class AuditTrail {
  private final OutputEncoder encoder = new OutputEncoder();

  /** A record that reached nobody. */
  public OutputRecord ended(InputRecord record, Fate fate, String detail) {
    return entry(record.key(), record.origin(), fate, false, null, 0, detail, List.of());
  }

  /**
   * A record that reached somebody.
   *
   * @param key where no lead is known
   * @param versions the model and catalogue it was judged under, or null when it was not judged
   */
  public OutputRecord of(Outcome outcome, String key, String versions) {
    String leadId = outcome.leadId();
    return entry(
        (leadId == null ? key : leadId).getBytes(StandardCharsets.UTF_8),
        outcome.origin(),
        outcome.fate(),
        outcome.suspect(),
        leadId,
        outcome.sequence(),
        detail(outcome.sequence() == 0 ? null : versions, outcome.note()),
        outcome.passed());
  }

  /** What a judgement was made under, and what else is to be known. */
  public static String detail(String versions, Turn.Note note) {
    if (note == null) {
      return versions;
    }
    String word = note.name().toLowerCase(Locale.ROOT);
    return versions == null ? word : versions + ' ' + word;
  }

  private OutputRecord entry(
      byte[] key,
      LeadEvent.Origin origin,
      Fate fate,
      boolean suspect,
      String leadId,
      long sequence,
      String detail,
      List<Passed> passed) {
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
                detail,
                passed));
    return new OutputRecord(OutputTopic.AUDIT_TRAIL, key, body, Map.of());
  }
}
