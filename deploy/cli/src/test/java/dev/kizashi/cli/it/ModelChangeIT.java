package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One history of documents; each test goes on from the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelChangeIT {
  private static final int LEADS = 300;
  private static final int FORM_POINTS = 30;
  private static final int NEW_FORM_POINTS = 36;

  /** All leads ask for a demo on the first day; the second version applies from the fifth on. */
  private static final Instant FIRST_DAY =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(30));

  private static final Instant CHANGE = FIRST_DAY.plus(Duration.ofDays(4));

  private static final ConfigDocument SIGNALS = ScoringStack.defaultDocuments().get(0);
  private static final ConfigDocument MODEL = ScoringStack.defaultDocuments().get(1);

  private static ScoringStack stack;
  private static CommittedRecords scores;
  private static CommittedRecords letters;
  private static CommittedRecords trail;

  @BeforeAll
  static void start() {
    stack =
        ScoringStack.start(
            StackSettings.builder(), "--watermarks.idle-pace=0", "--watermarks.idleness=1 s");
    scores = stack.read(OutputTopic.LEAD_SCORES);
    letters = stack.read(OutputTopic.DEAD_LETTERS);
    trail = stack.read(OutputTopic.AUDIT_TRAIL);
    for (int lead = 0; lead < LEADS; lead++) {
      asks("lead-" + lead, FIRST_DAY.plusSeconds(lead));
    }
    scores.until(LeadScore.class, all -> latest(all).size() == LEADS);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  @Order(1)
  void what_is_no_document_is_refused_with_its_place_and_the_running_version_stays() {
    ConfigDocument duration = model("half_life: 60d", "half_life: soon");
    ConfigDocument script = model("role: champion", "role: !!javax.script.ScriptEngineManager []");
    ConfigDocument unknown = model("temperatures:", "temperaturs:");
    ConfigDocument regex = signals("(product|solutions|", "(product|(a{1,900}){1,900}|");
    ConfigDocument function = signals("!has(event.gated)", "!exec(event.gated)");
    ConfigDocument megabyte =
        model("temperatures:", "#" + "x".repeat(1_000_000) + "\ntemperatures:");
    List<ConfigDocument> refused = List.of(duration, script, unknown, regex, function, megabyte);
    refused.forEach(stack::publish);

    List<ConsumerRecord<byte[], byte[]>> come = refusals(refused.size());

    assertThat(come).hasSize(refused.size()).allSatisfy(ModelChangeIT::isBadConfig);
    assertThat(detail(come.get(0)))
        .startsWith(place("b2b-default.yaml", duration, "half_life: soon"))
        .contains("soon");
    assertThat(detail(come.get(1))).startsWith(place("b2b-default.yaml", script, "role: !!"));
    assertThat(detail(come.get(2)))
        .contains(place("b2b-default.yaml", unknown, "temperaturs:"))
        .contains("temperatures");
    assertThat(detail(come.get(3))).startsWith(place("signals.yaml", regex, "path: {matches: "));
    assertThat(detail(come.get(4))).startsWith(place("signals.yaml", function, "when: '!exec"));
    assertThat(detail(come.get(5))).contains("a document has at most 256 KiB");
    scoresUnder(1, "after-refusals", FIRST_DAY.plus(Duration.ofDays(1)));
  }

  @Test
  @Order(2)
  void a_version_applies_to_every_lead_within_a_bound_once_time_has_come_to_it() {
    ConfigDocument second =
        model(
            "demo-request: {category: intent, points: " + FORM_POINTS,
            "demo-request: {category: intent, points: " + NEW_FORM_POINTS);
    int refused = letters.soFar().size();
    stack.publish(second);
    stack.publish(second);
    stack.publish(MODEL);

    List<ConsumerRecord<byte[], byte[]>> come = refusals(refused + 2).subList(refused, refused + 2);
    assertThat(come).allSatisfy(ModelChangeIT::isBadConfig);
    assertThat(detail(come.get(0))).isEqualTo("version 2 of b2b-default is not newer than 2");
    assertThat(detail(come.get(1))).isEqualTo("version 1 of b2b-default is not newer than 2");
    scoresUnder(1, "before-the-change", CHANGE.minus(Duration.ofDays(1)));
    assertThat(latest(scores.soFar(LeadScore.class)).values())
        .allSatisfy(score -> assertThat(score.getModelVersion()).isEqualTo(1));

    scoresUnder(2, "after-the-change", CHANGE.plus(Duration.ofDays(1)));
    Map<String, LeadScore> all =
        latest(
            scores.until(
                LeadScore.class,
                sofar ->
                    latest(sofar).values().stream()
                        .allMatch(score -> score.getModelVersion() == 2)));

    IntStream.range(0, LEADS)
        .mapToObj(lead -> all.get("lead-" + lead))
        .forEach(ModelChangeIT::isWorthTheNewPoints);
    assertThat(trail.until(AuditEntry.class, entries -> entries.size() >= all.size()))
        .hasSize(all.size())
        .allSatisfy(entry -> assertThat(entry.getFate()).isEqualTo(Fate.SCORED));
    assertThat(stack.restarts()).isZero();
  }

  /** One form, halved every sixty days from the end of its hour on. */
  private static void isWorthTheNewPoints(LeadScore score) {
    assertThat(score.getContributions())
        .filteredOn(line -> line.getKind() == ContributionKind.SIGNAL && line.getValue() != 0)
        .singleElement()
        .satisfies(
            line -> {
              double days =
                  Duration.between(FIRST_DAY.plus(Duration.ofHours(1)), score.getAsOf()).toMillis()
                      / (double) Duration.ofDays(1).toMillis();
              assertThat(line.getValue())
                  .isEqualTo(NEW_FORM_POINTS * Math.pow(2, -days / 60), within(1e-9));
            });
    assertThat(score.getAsOf()).isAfterOrEqualTo(CHANGE);
  }

  private static void asks(String lead, Instant at) {
    stack.send(
        """
        {"topic":"clickstream","event_id":"form","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}"""
            .formatted(at, lead));
  }

  /** A new lead that acts then is judged by that version. */
  private static void scoresUnder(int version, String lead, Instant at) {
    asks(lead, at);
    Map<String, LeadScore> all =
        latest(scores.until(LeadScore.class, come -> latest(come).containsKey(lead)));
    assertThat(all.get(lead).getModelVersion()).isEqualTo(version);
  }

  private static Map<String, LeadScore> latest(Collection<LeadScore> scores) {
    Map<String, LeadScore> latest = new TreeMap<>();
    scores.forEach(
        score ->
            latest.merge(
                score.getLeadId(),
                score,
                (one, other) -> one.getSequence() > other.getSequence() ? one : other));
    return latest;
  }

  /** The default model's second version, from {@link #CHANGE} on, with one more change. */
  private static ConfigDocument model(String what, String by) {
    assertThat(MODEL.text()).contains(what);
    return new ConfigDocument(
        MODEL.kind(),
        MODEL.name(),
        2,
        MODEL
            .text()
            .replace("\nversion: 1\n", "\nversion: 2\n")
            .replace("effective_from: 2026-01-01T00:00:00Z", "effective_from: " + CHANGE)
            .replace(what, by));
  }

  private static ConfigDocument signals(String what, String by) {
    assertThat(SIGNALS.text()).contains(what);
    return new ConfigDocument(
        SIGNALS.kind(),
        SIGNALS.name(),
        2,
        SIGNALS.text().replace("\nversion: 1\n", "\nversion: 2\n").replace(what, by));
  }

  /** Where a text stands first, as problems name it, without the column. */
  private static String place(String file, ConfigDocument document, String text) {
    long line =
        1
            + document
                .text()
                .substring(0, document.text().indexOf(text))
                .chars()
                .filter(c -> c == '\n')
                .count();
    return file + ":" + line + ":";
  }

  /** At least that many, in the order of publication. */
  private static List<ConsumerRecord<byte[], byte[]>> refusals(int count) {
    return letters.until(come -> come.size() >= count).stream()
        .sorted(Comparator.comparingLong(letter -> Long.parseLong(header(letter, "dl.offset"))))
        .toList();
  }

  private static void isBadConfig(ConsumerRecord<byte[], byte[]> letter) {
    assertThat(header(letter, "dl.reason")).isEqualTo(DeadLetterReason.BAD_CONFIG.name());
    assertThat(header(letter, "dl.topic")).isEqualTo("scoring-config");
  }

  private static String detail(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, "dl.detail");
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
