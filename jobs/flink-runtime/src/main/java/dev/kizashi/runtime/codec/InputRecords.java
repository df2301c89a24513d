package dev.kizashi.runtime.codec;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.runtime.codec.Decoded.Behaviour;
import dev.kizashi.runtime.codec.Decoded.Crm;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.scoring.identity.EmailAddress;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * What the records of each input topic mean, and the rules that they must keep. The fields are
 * taken in the order of the compiled schemas; every one is taken before any is judged, so that a
 * record which is both broken and invalid is broken, whichever way it is read.
 */
final class InputRecords {
  private static final List<String> KINDS =
      Arrays.stream(CrmKind.values()).map(CrmKind::name).toList();
  private static final Set<String> STAGES =
      Arrays.stream(Stage.values()).map(Stage::stageName).collect(Collectors.toUnmodifiableSet());

  /** The schema's scale of {@code amount}. */
  private static final int AMOUNT_DECIMALS = 4;

  /** The topics that bring events, with the schema of each. */
  static final Map<InputTopic, Schema> SCHEMAS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  InputTopic.CLICKSTREAM, ClickstreamEvent.getClassSchema(),
                  InputTopic.EMAIL_ENGAGEMENT, EmailEngagementEvent.getClassSchema(),
                  InputTopic.OFFLINE_ACTIVITY, OfflineActivityEvent.getClassSchema(),
                  InputTopic.CRM_UPDATES, dev.kizashi.events.CrmUpdate.getClassSchema())));

  private InputRecords() {}

  static Map<InputTopic, RecordValues> values(WriterSchemas writers, int maxBytes) {
    Map<InputTopic, RecordValues> values = new EnumMap<>(InputTopic.class);
    SCHEMAS.forEach(
        (topic, schema) -> values.put(topic, new RecordValues(schema, writers, maxBytes)));
    return values;
  }

  /** In every input schema {@code event_id} and {@code occurred_at} come first. */
  static long occurredAt(OrderedFields in) {
    in.text();
    return in.time();
  }

  static Decoded decoded(InputTopic topic, OrderedFields in) {
    try {
      return switch (topic) {
        case CLICKSTREAM -> clickstream(in);
        case EMAIL_ENGAGEMENT -> emailEngagement(in);
        case OFFLINE_ACTIVITY -> offlineActivity(in);
        case CRM_UPDATES -> crmUpdate(in);
        case SCORING_CONFIG, LEAD_TRANSFERS ->
            throw new IllegalArgumentException(topic.topicName() + " has no events");
      };
    } catch (InvalidEventException e) {
      return new Unusable(DeadLetterReason.INVALID, e.getMessage());
    }
  }

  private static Decoded clickstream(OrderedFields in) {
    Event.Builder event = behaviour(InputTopic.CLICKSTREAM, in);
    String visitorId = in.optionalText();
    String leadId = in.optionalText();
    String email = in.optionalText();
    event.with(EventField.URL, in.optionalText()).with(EventField.REFERRER, in.optionalText());
    Long dwellMillis = in.optionalNumber();
    event.with(EventField.USER_AGENT, in.optionalText()).with(EventField.IP, in.optionalText());
    OrderedFields campaign = in.optionalRecord();
    if (campaign != null) {
      event
          .with(EventField.CAMPAIGN_SOURCE, campaign.optionalText())
          .with(EventField.CAMPAIGN_MEDIUM, campaign.optionalText())
          .with(EventField.CAMPAIGN_NAME, campaign.optionalText())
          .with(EventField.CAMPAIGN_TERM, campaign.optionalText())
          .with(EventField.CAMPAIGN_CONTENT, campaign.optionalText());
    }
    event.properties(in.texts());

    if (dwellMillis != null && dwellMillis < 0) {
      throw new InvalidEventException("dwell_ms is negative");
    }
    event.with(EventField.DWELL_MS, dwellMillis);
    return identified(event, leadId, email, visitorId, true);
  }

  private static Decoded emailEngagement(OrderedFields in) {
    Event.Builder event = behaviour(InputTopic.EMAIL_ENGAGEMENT, in);
    String leadId = in.optionalText();
    String email = in.optionalText();
    String visitorId = in.optionalText();
    event
        .with(EventField.MESSAGE_ID, in.optionalText())
        .with(EventField.CAMPAIGN_ID, in.optionalText())
        .with(EventField.LINK_URL, in.optionalText())
        .with(EventField.MACHINE_OPEN, in.flag())
        .with(EventField.USER_AGENT, in.optionalText())
        .with(EventField.IP, in.optionalText())
        .properties(in.texts());
    return identified(event, leadId, email, visitorId, false);
  }

  private static Decoded offlineActivity(OrderedFields in) {
    Event.Builder event = behaviour(InputTopic.OFFLINE_ACTIVITY, in);
    String leadId = in.optionalText();
    String email = in.optionalText();
    event
        .with(EventField.TITLE, in.optionalText())
        .with(EventField.CAMPAIGN, in.optionalText())
        .properties(in.texts());
    return identified(event, leadId, email, null, false);
  }

  private static Event.Builder behaviour(InputTopic topic, OrderedFields in) {
    return Event.on(topic)
        .with(EventField.EVENT_ID, in.text())
        .with(EventField.OCCURRED_AT, in.time())
        .with(EventField.TYPE, in.text());
  }

  private static Decoded identified(
      Event.Builder event, String leadId, String email, String visitorId, boolean visitorSuffices) {
    String lead = presentOrNull(leadId);
    String address = presentOrNull(email);
    String visitor = presentOrNull(visitorId);
    Event built =
        event
            .with(EventField.LEAD_ID, lead)
            .with(EventField.EMAIL, address == null ? null : EmailAddress.normalised(address))
            .with(EventField.VISITOR_ID, visitor)
            .build();
    if (lead == null && address == null && (visitor == null || !visitorSuffices)) {
      return new Unusable(
          DeadLetterReason.NO_IDENTITY,
          visitorSuffices
              ? "visitor_id, lead_id and email are all missing"
              : "lead_id and email are both missing");
    }
    return new Behaviour(built);
  }

  private static Decoded crmUpdate(OrderedFields in) {
    String eventId = in.text();
    long occurredAt = in.time();
    String leadId = in.text();
    String kindName = in.symbol(KINDS);
    Map<String, String> attributes = in.texts();
    String email = in.optionalText();
    String accountId = in.optionalText();
    String owner = in.optionalText();
    String reason = in.optionalText();
    String stage = in.optionalText();
    String otherLeadId = in.optionalText();
    BigDecimal amount = in.optionalDecimal(AMOUNT_DECIMALS);
    in.optionalText(); // currency
    String alertId = in.optionalText();

    if (eventId.isEmpty()) {
      throw new InvalidEventException("event_id is missing");
    }
    if (kindName.equals(CrmKind.UNKNOWN.name())) {
      throw new InvalidEventException("kind is none that is known");
    }
    CrmUpdate.Kind kind = CrmUpdate.Kind.valueOf(kindName);
    requireWhatItIsAbout(kind, stage, otherLeadId, alertId);
    if (amount != null && amount.signum() < 0) {
      throw new InvalidEventException("amount is negative");
    }
    String address = presentOrNull(email) == null ? email : EmailAddress.normalised(email);
    if (leadId.isEmpty()) {
      return new Unusable(DeadLetterReason.NO_IDENTITY, "lead_id is missing");
    }
    return new Crm(
        eventId,
        occurredAt,
        leadId,
        new CrmUpdate(
            kind, attributes, address, accountId, owner, reason, stage, otherLeadId, alertId));
  }

  private static void requireWhatItIsAbout(
      CrmUpdate.Kind kind, String stage, String otherLeadId, String alertId) {
    switch (kind) {
      case STAGE_SET -> {
        if (stage == null || !STAGES.contains(stage)) {
          throw new InvalidEventException("stage is none of the lifecycle's");
        }
      }
      case MERGED, UNMERGED -> requirePresent("other_lead_id", otherLeadId);
      case ALERT_ACKNOWLEDGED -> requirePresent("alert_id", alertId);
      default -> {}
    }
  }

  private static void requirePresent(String field, String value) {
    if (presentOrNull(value) == null) {
      throw new InvalidEventException(field + " is missing");
    }
  }

  private static String presentOrNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
