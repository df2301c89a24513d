package dev.kizashi.cli.it;

import dev.kizashi.events.Fate;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record without fault, of one of some hundred leads, two months ago.
 *
 * @param number no two records of a run have the same; also its milliseconds after {@link #FIRST}
 */
record GoodRecord(InputTopic topic, int number) {
  static final Instant FIRST =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(60));

  private static final int LEADS = 500;
  private static final int EACH_KIND = 5;

  /** What has to become of it under the default catalogue. */
  Fate fate() {
    if (topic == InputTopic.CRM_UPDATES) {
      return Fate.SCORED;
    }
    return switch (number / EACH_KIND % 3) {
      case 0 -> Fate.UNMATCHED;
      case 1 -> topic == InputTopic.CLICKSTREAM ? Fate.ANONYMOUS : Fate.SCORED;
      default -> Fate.SCORED;
    };
  }

  SpecificRecord record() {
    String line =
        """
        {"topic":"%s","event_id":"e%d","occurred_at":%d,"type":"%s","%s":"%d","kind":"PROFILE_UPSERTED","title":"Open day","url":"https://example.com/product/%d"}"""
            .formatted(
                topic.topicName(),
                number,
                FIRST.toEpochMilli() + number,
                type(),
                fate() == Fate.ANONYMOUS ? "visitor_id" : "lead_id",
                number % LEADS,
                number % 10);
    return JsonLines.read(line).record();
  }

  private String type() {
    boolean unmatched = fate() == Fate.UNMATCHED;
    return switch (topic) {
      case CLICKSTREAM -> unmatched ? "click" : "page_view";
      case EMAIL_ENGAGEMENT -> unmatched ? "sent" : "opened";
      case OFFLINE_ACTIVITY -> unmatched ? "call" : "booth_visit";
      case CRM_UPDATES, SCORING_CONFIG, LEAD_TRANSFERS -> "";
    };
  }

  /** The same with another value in a field; null where it may be absent. */
  SpecificRecord with(String field, Object value) {
    SpecificRecord record = record();
    record.put(record.getSchema().getField(field).pos(), value);
    return record;
  }

  SpecificRecord at(Instant occurredAt) {
    return with("occurred_at", occurredAt);
  }

  SpecificRecord ofNobody() {
    return switch (topic) {
      case CRM_UPDATES -> with("lead_id", "");
      case CLICKSTREAM -> {
        SpecificRecord record = with("lead_id", null);
        record.put(record.getSchema().getField("visitor_id").pos(), null);
        yield record;
      }
      default -> with("lead_id", null);
    };
  }
}
