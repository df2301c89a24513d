package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.ConfigDocument.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private final List<ConfigDocument> published = new ArrayList<>();

  @Test
  void a_version_counts_only_when_it_is_newer_than_all_of_its_name() {
    signals(1);
    model(2, 10, "2026-01-01");
    model(1, 20, "2026-01-01");
    model(2, 30, "2026-01-01");

    Versions versions = Versions.of(published);

    assertThat(versions.named("demo/1 signals/1")).isEmpty();
    assertThat(version(versions, 2).model().scoring().get(0).points()).isEqualTo(10);
  }

  @Test
  void a_document_with_an_error_or_another_version_than_its_record_counts_for_nothing() {
    signals(1);
    published.add(new ConfigDocument(Kind.MODEL, "demo", 1, "model: demo"));
    published.add(new ConfigDocument(Kind.MODEL, "demo", 3, text(2, 10, "2026-01-01")));
    published.add(new ConfigDocument(Kind.MODEL, "other", 2, text(2, 10, "2026-01-01")));

    assertThat(Versions.of(published).isEmpty()).isTrue();
  }

  @Test
  void a_model_takes_the_next_catalogue_where_its_own_is_gone() {
    signals(2);
    model(1, 10, "2026-01-01");

    assertThat(Versions.of(published).named("demo/1 signals/2")).isPresent();
  }

  @Test
  void a_lead_goes_from_version_to_version_as_they_came_into_force() {
    signals(1);
    model(1, 10, "2026-01-01");
    model(2, 20, "2026-02-01");
    model(3, 30, "2026-03-01");
    Versions versions = Versions.of(published);

    assertThat(versions.next(version(versions, 1), version(versions, 3)))
        .isSameAs(version(versions, 2));
    assertThat(versions.next(version(versions, 2), version(versions, 3)))
        .isSameAs(version(versions, 3));
  }

  @Test
  void a_later_version_that_starts_earlier_takes_the_place_of_those_after_it() {
    signals(1);
    model(1, 10, "2026-01-01");
    model(2, 20, "2026-03-01");
    model(3, 30, "2026-02-01");
    Versions versions = Versions.of(published);

    assertThat(versions.next(version(versions, 1), version(versions, 3)))
        .isSameAs(version(versions, 3));
  }

  @Test
  void a_version_applies_from_its_start_and_the_first_one_always() {
    signals(1);
    model(1, 10, "2026-02-01");
    model(2, 20, "2026-03-01");
    Versions versions = Versions.of(published);

    assertThat(versions.appliesBy(version(versions, 1), at("2026-01-15"))).isTrue();
    assertThat(versions.appliesBy(version(versions, 2), at("2026-02-15"))).isFalse();
    assertThat(versions.appliesBy(version(versions, 2), at("2026-03-01"))).isTrue();
  }

  @Test
  void the_catalogue_of_an_event_is_the_one_in_force_when_it_occurred() {
    signals(1);
    model(1, 10, "2026-01-01");
    signals(2);
    published.add(
        new ConfigDocument(
            Kind.MODEL,
            "demo",
            2,
            text(2, 20, "2026-02-01").replace("signals_version: 1", "signals_version: 2")));
    Versions versions = Versions.of(published);
    Version last = versions.named("demo/2 signals/2").orElseThrow();

    assertThat(versions.inForceAt(at("2026-01-31"), last).matching().catalogue().version())
        .isEqualTo(1);
    assertThat(versions.inForceAt(at("2026-02-01"), last).matching().catalogue().version())
        .isEqualTo(2);
    assertThat(versions.cataloguesAt(at("2026-02-01"))).hasSize(2);
    assertThat(versions.cataloguesAt(at("2026-01-31"))).hasSize(1);
  }

  private static Version version(Versions versions, int number) {
    return versions.named("demo/" + number + " signals/1").orElseThrow();
  }

  private void signals(int version) {
    published.add(
        new ConfigDocument(
            Kind.SIGNALS,
            ConfigDocument.SIGNALS,
            version,
            OneDay.SIGNALS.replace("version: 1", "version: " + version)));
  }

  private void model(int version, int points, String from) {
    published.add(new ConfigDocument(Kind.MODEL, "demo", version, text(version, points, from)));
  }

  private static String text(int version, int points, String from) {
    return OneDay.MODEL.formatted(version, points).replace("2026-01-01", from);
  }

  private static long at(String day) {
    return Instant.parse(day + "T00:00:00Z").toEpochMilli();
  }
}
