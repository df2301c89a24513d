package dev.kizashi.cli;

import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.kafka.OutputSchemas;
import java.util.Map;

/** Which record a topic holds. */
public final class TopicSchemas {
  private static final Map<String, String> RECORDS =
      Map.of(
          "clickstream", "ClickstreamEvent",
          "email-engagement", "EmailEngagementEvent",
          "offline-activity", "OfflineActivityEvent",
          "crm-updates", "CrmUpdate",
          "scoring-config", "ScoringConfig",
          "lead-scores", "LeadScore",
          "stage-changes", "StageChange",
          "sales-alerts", "SalesAlert",
          "audit-trail", "AuditEntry",
          "lead-transfers", "FactsTransfer");

  private TopicSchemas() {}

  /** The record's name by the topic's; topics that hold no Avro left out. */
  public static Map<String, String> records() {
    return RECORDS;
  }

  /**
   * Registers the schema of every topic of the contract.
   *
   * @param topicPrefix goes before every topic's name
   * @return how many there are
   */
  public static int register(SchemaRegistry registry, String topicPrefix) {
    RECORDS.forEach(
        (topic, record) ->
            registry.register(topicPrefix + topic + "-value", OutputSchemas.text(record)));
    return RECORDS.size();
  }
}
