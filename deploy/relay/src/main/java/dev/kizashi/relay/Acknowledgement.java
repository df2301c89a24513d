package dev.kizashi.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The CRM's word that somebody took up an alert, out of its JSON. The update's id is made of the
 * alert's, so that a repeated acknowledgement is a duplicate to the engine.
 */
final class Acknowledgement {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TAKEN_OVER =
      List.of("alert_id", "lead_id", "occurred_at", "owner");
  private static final List<String> NEEDED = List.of("alert_id", "lead_id");

  /** As far as the engine believes in clocks that differ. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private Acknowledgement() {}

  /**
   * @param now where the body says no time
   * @throws InvalidEventException naming what is wrong
   */
  static CrmUpdate parse(String body, Instant now) {
    JsonNode said = object(body);
    for (String field : NEEDED) {
      if (said.path(field).asText("").isEmpty()) {
        throw new InvalidEventException(field + " is missing");
      }
    }
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("topic", InputTopic.CRM_UPDATES.topicName())
            .put("event_id", "ack:" + said.path("alert_id").asText())
            .put("kind", CrmKind.ALERT_ACKNOWLEDGED.name())
            .put("occurred_at", now.toEpochMilli());
    for (String field : TAKEN_OVER) {
      if (said.hasNonNull(field)) {
        line.set(field, said.get(field));
      }
    }
    JsonLines.Line read = JsonLines.read(line.toString());
    requireUsable(read.decoded(), now);
    return (CrmUpdate) read.record();
  }

  private static JsonNode object(String body) {
    JsonNode said;
    try {
      said = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // The parser's own words quote the body.
      throw new InvalidEventException("the body is not JSON");
    }
    if (said == null || !said.isObject()) {
      throw new InvalidEventException("the body is not a JSON object");
    }
    return said;
  }

  private static void requireUsable(Decoded decoded, Instant now) {
    long occurredAt =
        decoded.<Long>fold(
            behaviour -> behaviour.event().occurredAt(),
            Decoded.Crm::occurredAt,
            unusable -> {
              throw new InvalidEventException(unusable.detail());
            });
    if (occurredAt > now.plus(MOST_AHEAD).toEpochMilli()) {
      throw new InvalidEventException("occurred_at is in the future");
    }
  }
}
