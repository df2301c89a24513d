package dev.kizashi.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private final Configuration configuration = new Configuration();

  @Test
  void a_model_waits_for_its_catalogue() {
    assertThat(configuration.offer(model(1, 1, "2026-01-01T00:00:00Z"))).isEmpty();
    assertThat(configuration.isReady()).isFalse();
    assertThat(configuration.offer(signals(1))).isEmpty();
    assertThat(configuration.isReady()).isTrue();
  }

  @Test
  void where_a_catalogue_is_gone_the_oldest_newer_one_serves() {
    configuration.offer(signals(4));
    configuration.offer(model(7, 3, "2026-01-01T00:00:00Z"));
    assertThat(configuration.rulebook().versionsAt(0)).isEqualTo("m/7 signals/4");
  }

  @Test
  void older_and_repeated_versions_are_refused_and_change_nothing() {
    configuration.offer(signals(2));
    configuration.offer(model(2, 2, "2026-01-01T00:00:00Z"));
    assertThat(configuration.offer(signals(2)))
        .contains("version 2 of signals is not newer than 2");
    assertThat(configuration.offer(model(1, 2, "2026-01-01T00:00:00Z")))
        .contains("version 1 of m is not newer than 2");
    assertThat(configuration.accepted()).hasSize(2);
  }

  @Test
  void a_record_that_says_another_version_than_its_document_is_refused() {
    assertThat(
            configuration.offer(
                new ConfigDocument(ConfigDocument.Kind.SIGNALS, "signals", 3, signals(2).text())))
        .contains("the record is for version 3, the document says 2");
  }

  @Test
  void refusals_name_the_place() {
    Optional<String> refusal =
        configuration.offer(
            new ConfigDocument(
                ConfigDocument.Kind.SIGNALS, "signals", 1, "version: 1\nsignal: {}\n"));
    assertThat(refusal).isPresent();
    assertThat(refusal.get()).contains("signals.yaml:2:1").contains("signals");
  }

  @Test
  void a_version_applies_from_its_start_and_replaces_what_was_to_start_later() {
    configuration.offer(signals(1));
    configuration.offer(model(1, 1, "2026-01-01T00:00:00Z"));
    configuration.offer(model(2, 1, "2026-06-01T00:00:00Z"));
    configuration.offer(model(3, 1, "2026-03-01T00:00:00Z"));
    Rulebook book = configuration.rulebook();
    assertThat(book.versionsAt(at("2025-01-01T00:00:00Z"))).startsWith("m/1 ");
    assertThat(book.versionsAt(at("2026-02-28T23:59:59.999Z"))).startsWith("m/1 ");
    assertThat(book.versionsAt(at("2026-03-01T00:00:00Z"))).startsWith("m/3 ");
    assertThat(book.versionsAt(at("2026-07-01T00:00:00Z"))).startsWith("m/3 ");
  }

  private static long at(String instant) {
    return java.time.Instant.parse(instant).toEpochMilli();
  }

  private static ConfigDocument signals(int version) {
    return new ConfigDocument(
        ConfigDocument.Kind.SIGNALS,
        "signals",
        version,
        "version: " + version + "\nsignals: {a: {on: page_view}}\n");
  }

  private static ConfigDocument model(int version, int signalsVersion, String from) {
    return new ConfigDocument(
        ConfigDocument.Kind.MODEL,
        "m",
        version,
        """
        model: m
        version: %d
        signals_version: %d
        effective_from: %s
        categories: {c: {}}
        scoring: {a: {category: c, points: 1}}
        temperatures: [{name: cold}]
        """
            .formatted(version, signalsVersion, from));
  }
}
