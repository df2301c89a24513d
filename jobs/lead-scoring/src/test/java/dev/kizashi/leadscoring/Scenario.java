package dev.kizashi.leadscoring;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.registry.UnknownSchemaException;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Who;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.signals.InputTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A small catalogue, a small model, and records to go with them. */
final class Scenario {
  static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  static final long MINUTE = 60_000L;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private static final int CLICKSTREAM_SCHEMA = 7;
  static final int TRANSFER_SCHEMA = 8;

  private static final String SIGNALS =
      """
      version: 1
      signals:
        pricing-view:
          on: page_view
          where: {path: "/pricing*"}
          label: Viewed pricing
        page-view:
          on: page_view
      """;

  private Scenario() {}

  static ConfigDocument signals() {
    return new ConfigDocument(ConfigDocument.Kind.SIGNALS, ConfigDocument.SIGNALS, 1, SIGNALS);
  }

  /**
   * Pricing views at some points each with a half-life of a day; warm at 20, cold again below 10.
   */
  static ConfigDocument model(int version, int points, long effectiveFrom) {
    return new ConfigDocument(
        ConfigDocument.Kind.MODEL,
        "test",
        version,
        """
        model: test
        version: %d
        signals_version: 1
        effective_from: %s
        categories: {web: {}}
        scoring:
          pricing-view: {category: web, points: %d, half_life: 1d}
          page-view: {category: web, points: 0}
        temperatures: [{name: cold}, {name: warm, enter: 20, exit: 10}]
        alerts:
          got-warm: {on: {temperature: warm}, cooldown: 1d}
        """
            .formatted(version, Instant.ofEpochMilli(effectiveFrom), points));
  }

  static List<ConfigDocument> documents() {
    return List.of(signals(), model(1, 10, 0));
  }

  static Configuration configuration(List<ConfigDocument> documents) {
    Configuration configuration = new Configuration();
    for (ConfigDocument document : documents) {
      configuration
          .offer(document)
          .ifPresent(
              refusal -> {
                throw new IllegalArgumentException(refusal);
              });
    }
    return configuration;
  }

  static LeadScoringTopology.Settings settings(double idlePace, boolean audited, long activeBytes) {
    return new LeadScoringTopology.Settings(
        StoredSchemas::new,
        new EventTime(
            Duration.ofDays(36_500),
            Duration.ofDays(36_500),
            Duration.ZERO,
            Duration.ofDays(1),
            Duration.ZERO),
        1 << 20,
        idlePace,
        audited,
        "/test",
        Bounds.DEFAULT,
        activeBytes,
        new LeadScoringTopology.ErasureSecret(new byte[] {1}, true),
        documents());
  }

  static InputRecord view(String leadId, String path, long occurredAt, long offset) {
    ClickstreamEvent event =
        ClickstreamEvent.newBuilder()
            .setEventId("e" + offset)
            .setOccurredAt(Instant.ofEpochMilli(occurredAt))
            .setType("page_view")
            .setLeadId(leadId)
            .setUrl("https://example.com" + path)
            .build();
    return record(framed(event), occurredAt, offset);
  }

  static InputRecord record(byte[] value, long occurredAt, long offset) {
    return new InputRecord(
        InputTopic.CLICKSTREAM,
        0,
        offset,
        occurredAt,
        occurredAt,
        "k".getBytes(StandardCharsets.UTF_8),
        value);
  }

  static byte[] framed(SpecificRecord record) {
    return WireFormat.frame(CLICKSTREAM_SCHEMA, new OutputEncoder().body(record));
  }

  /** What recognition makes of a pricing view. */
  static LeadEvent pricingView(String leadId, long occurredAt, long offset) {
    return new LeadEvent(
        Who.lead(leadId),
        new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, offset),
        Hashes.ofText("e" + offset),
        occurredAt,
        List.of(
            new Hit(Hashes.ofSignal("pricing-view"), null),
            new Hit(Hashes.ofSignal("page-view"), null)),
        Marks.CLEAN,
        null,
        null,
        Map.of(),
        null,
        null);
  }

  /** A registry that knows one schema. */
  static final class StoredSchemas implements SchemaRegistry {
    @Override
    public String schemaById(int id) {
      return switch (id) {
        case CLICKSTREAM_SCHEMA -> dev.kizashi.runtime.kafka.OutputSchemas.text("ClickstreamEvent");
        case TRANSFER_SCHEMA -> dev.kizashi.runtime.kafka.OutputSchemas.text("FactsTransfer");
        default -> throw new UnknownSchemaException("no schema " + id, null);
      };
    }

    @Override
    public int idOf(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int register(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean accepts(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> subjects() {
      return List.of();
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
