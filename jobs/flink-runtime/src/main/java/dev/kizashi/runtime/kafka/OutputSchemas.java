package dev.kizashi.runtime.kafka;

import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.records.OutputTopic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** The ids under which the registry knows the schemas of what the jobs write. */
public final class OutputSchemas {
  private static final Map<OutputTopic, String> RECORDS =
      Map.of(
          OutputTopic.LEAD_SCORES, "LeadScore",
          OutputTopic.STAGE_CHANGES, "StageChange",
          OutputTopic.SALES_ALERTS, "SalesAlert",
          OutputTopic.AUDIT_TRAIL, "AuditEntry",
          OutputTopic.LEAD_TRANSFERS, "FactsTransfer");

  private OutputSchemas() {}

  /**
   * Asks the registry, once, at submission: a running sink depends on it no more.
   *
   * @param register whether to register what is missing
   * @throws dev.kizashi.registry.UnknownSchemaException when a schema is missing and may not be
   *     registered
   */
  public static Map<OutputTopic, Integer> ids(
      SchemaRegistry registry, String topicPrefix, boolean register) {
    Map<OutputTopic, Integer> ids = new EnumMap<>(OutputTopic.class);
    RECORDS.forEach(
        (topic, record) -> {
          String subject = topicPrefix + topic.topicName() + "-value";
          String schema = text(record);
          ids.put(
              topic,
              register ? registry.register(subject, schema) : registry.idOf(subject, schema));
        });
    return ids;
  }

  /** The schema of a record of the contract, as it is published. */
  public static String text(String record) {
    try (InputStream schema =
        OutputSchemas.class.getResourceAsStream("/dev/kizashi/events/" + record + ".avsc")) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema of " + record + " cannot be read", e);
    }
  }
}
