package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.StageChange;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One history per person on a real stack: what moves between leads goes by way of its topic. */
class IdentityIT {
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(30));

  private static ScoringStack stack;
  private static CommittedRecords scores;
  private static CommittedRecords changes;
  private static CommittedRecords alerts;
  private static CommittedRecords trail;
  private static int events;

  @BeforeAll
  static void start() {
    stack = ScoringStack.start(StackSettings.builder(), "--watermarks.idle-pace=0");
    scores = stack.read(OutputTopic.LEAD_SCORES);
    changes = stack.read(OutputTopic.STAGE_CHANGES);
    alerts = stack.read(OutputTopic.SALES_ALERTS);
    trail = stack.read(OutputTopic.AUDIT_TRAIL);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void who_signs_up_has_been_known_all_along() {
    for (int day = 0; day < 4; day++) {
      views("stranger", "/pricing", START.plus(Duration.ofDays(day)));
    }
    behaves(
        "form_submit",
        "\"visitor_id\":\"stranger\",\"email\":\"aoi@known.example\",\"properties\":{\"form\":\"newsletter\"}",
        START.plus(Duration.ofDays(4)));

    List<StageChange> said =
        changes.until(
            StageChange.class,
            all -> all.stream().anyMatch(change -> change.getLeadId().equals("aoi@known.example")));

    assertThat(said)
        .filteredOn(change -> change.getLeadId().equals("aoi@known.example"))
        .extracting(StageChange::getToStage, StageChange::getCause)
        .contains(tuple("warm", Cause.IDENTITY));
    LeadScore score = last("aoi@known.example").orElseThrow();
    assertThat(signals(score)).contains("pricing-view×4");
  }

  @Test
  void what_an_address_did_becomes_the_leads_and_what_it_does_later_too() {
    viewsBy("post@alias.example", "/pricing", START);
    profile("ALIAS", "post@alias.example", START.plus(Duration.ofDays(1)));
    scored("ALIAS", score -> signals(score).contains("pricing-view×1"));

    viewsBy("post@alias.example", "/pricing", START.plus(Duration.ofDays(2)));

    LeadScore score = scored("ALIAS", it -> signals(it).contains("pricing-view×2"));
    assertThat(score.getEngagement()).isPositive();
    assertThat(tombstones(scores, "post@alias.example")).isEqualTo(1);
  }

  @Test
  void a_lead_that_is_merged_gives_everything_and_gets_it_back() {
    viewsAs("TWIN-A", "/pricing", START);
    viewsAs("TWIN-B", "/pricing", START.plus(Duration.ofDays(1)));
    scored("TWIN-B", score -> true);

    crm("TWIN-A", "MERGED", "\"other_lead_id\":\"TWIN-B\"", START.plus(Duration.ofDays(2)));
    scored("TWIN-A", score -> signals(score).contains("pricing-view×2"));
    viewsAs("TWIN-B", "/pricing", START.plus(Duration.ofDays(3)));
    scored("TWIN-A", score -> signals(score).contains("pricing-view×3"));
    assertThat(tombstones(scores, "TWIN-B")).isEqualTo(1);
    assertThat(last("TWIN-B")).isEmpty();

    crm("TWIN-A", "UNMERGED", "\"other_lead_id\":\"TWIN-B\"", START.plus(Duration.ofDays(4)));

    scored("TWIN-B", score -> signals(score).contains("pricing-view×2"));
    scored("TWIN-A", score -> signals(score).contains("pricing-view×1"));
  }

  @Test
  void of_a_lead_that_is_erased_nothing_remains_and_nothing_comes_back() {
    viewsAs("GONE", "/pricing", START);
    profile("GONE", "gone@erased.example", START.plus(Duration.ofHours(1)));
    scored("GONE", score -> signals(score).contains("pricing-view×1"));
    Instant erased = START.plus(Duration.ofDays(5));

    crm("GONE", "ERASED", "\"attributes\":{}", erased);
    for (CommittedRecords topic : List.of(scores, changes, alerts)) {
      topic.until(all -> tombstones(topic, "GONE") == 1);
    }
    viewsAs("GONE", "/pricing", erased.minusMillis(1));
    viewsBy("gone@erased.example", "/pricing", erased.minusMillis(2));
    viewsAs("GONE", "/pricing", erased.plusMillis(1));

    LeadScore anew = scored("GONE", score -> score.getAsOf().isAfter(erased));
    assertThat(anew.getSequence()).isEqualTo(1);
    assertThat(signals(anew)).contains("pricing-view×1");
    assertThat(last("gone@erased.example")).isEmpty();
    assertThat(
            trail.soFar(AuditEntry.class).stream()
                .filter(entry -> entry.getFate() == Fate.IGNORED)
                .map(AuditEntry::getLeadId))
        .contains("GONE", "gone@erased.example");
    assertThat(stack.restarts()).isZero();
  }

  private static void views(String visitor, String path, Instant at) {
    behaves(
        "page_view",
        "\"visitor_id\":\"%s\",\"url\":\"https://example.com%s\",\"dwell_ms\":40000"
            .formatted(visitor, path),
        at);
  }

  private static void viewsBy(String email, String path, Instant at) {
    behaves(
        "page_view",
        "\"email\":\"%s\",\"url\":\"https://example.com%s\",\"dwell_ms\":40000"
            .formatted(email, path),
        at);
  }

  private static void viewsAs(String lead, String path, Instant at) {
    behaves(
        "page_view",
        "\"lead_id\":\"%s\",\"url\":\"https://example.com%s\",\"dwell_ms\":40000"
            .formatted(lead, path),
        at);
  }

  private static void behaves(String type, String fields, Instant at) {
    stack.send(
        "{\"topic\":\"clickstream\",\"event_id\":\"i%d\",\"occurred_at\":%d,\"type\":\"%s\",%s}"
            .formatted(events++, at.toEpochMilli(), type, fields));
  }

  private static void profile(String lead, String email, Instant at) {
    crm(lead, "PROFILE_UPSERTED", "\"email\":\"%s\",\"attributes\":{}".formatted(email), at);
  }

  private static void crm(String lead, String kind, String fields, Instant at) {
    stack.send(
        ("{\"topic\":\"crm-updates\",\"event_id\":\"i%d\",\"occurred_at\":%d,\"lead_id\":\"%s\","
                + "\"kind\":\"%s\",%s}")
            .formatted(events++, at.toEpochMilli(), lead, kind, fields));
  }

  /** The lead's score, once it is what is waited for. */
  private static LeadScore scored(String lead, Predicate<LeadScore> awaited) {
    scores.until(all -> last(lead).filter(awaited).isPresent());
    return last(lead).orElseThrow();
  }

  /** What the compacted topic has of a lead by now. */
  private static Optional<LeadScore> last(String lead) {
    Optional<LeadScore> last = Optional.empty();
    for (ConsumerRecord<byte[], byte[]> record : scores.soFar()) {
      if (key(record).equals(lead)) {
        last =
            record.value() == null
                ? Optional.empty()
                : Optional.of(CommittedRecords.decoded(LeadScore.class, record.value()));
      }
    }
    return last;
  }

  private static long tombstones(CommittedRecords topic, String lead) {
    return topic.soFar().stream()
        .filter(record -> record.value() == null && key(record).equals(lead))
        .count();
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private static List<String> signals(LeadScore score) {
    return score.getContributions().stream()
        .map(line -> line.getSignal() + "×" + line.getCount())
        .toList();
  }
}
