package dev.kizashi.runtime.codec;

import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alert as a CloudEvent: the attributes beside its data, whatever it is carried by. An alert and
 * its withdrawal are two events with one {@code alert_id}.
 *
 * @param id what receivers deduplicate on
 * @param source a URI reference that names the installation
 * @param subject the lead
 * @param time ISO-8601 UTC with three decimals
 */
public record AlertCloudEvent(String id, String source, String subject, String time) {
  public static final String SPEC_VERSION = "1.0";
  public static final String TYPE = "dev.kizashi.sales-alert.v1";

  /** The header of a Kafka record in binary mode that says who the event is from. */
  public static final String SOURCE_HEADER = "ce_source";

  public static AlertCloudEvent of(AlertIssued alert, String source) {
    return new AlertCloudEvent(
        id(alert.alertId(), alert.status() == AlertIssued.Status.WITHDRAWN),
        source,
        alert.leadId(),
        IsoTime.text(alert.occurredAt()));
  }

  public static AlertCloudEvent of(SalesAlert alert, String source) {
    return new AlertCloudEvent(
        id(alert.getAlertId(), alert.getStatus() == AlertStatus.WITHDRAWN),
        source,
        alert.getLeadId(),
        IsoTime.text(alert.getOccurredAt()));
  }

  private static String id(String alertId, boolean withdrawn) {
    return withdrawn ? alertId + ":withdrawn" : alertId;
  }

  /** The headers that make the Kafka record with the alert's Avro value this event. */
  Map<String, String> kafkaHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", SPEC_VERSION);
    headers.put("ce_id", id);
    headers.put("ce_type", TYPE);
    headers.put(SOURCE_HEADER, source);
    headers.put("ce_subject", subject);
    headers.put("ce_time", time);
    headers.put("content-type", "application/avro");
    return headers;
  }
}
