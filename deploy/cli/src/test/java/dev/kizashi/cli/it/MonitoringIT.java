package dev.kizashi.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.cli.it.MoodyCrm.Mood;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of the job on a cluster of processes with a relay beside it, as whoever runs it sees it:
 * what its metrics say, what Prometheus makes of them, and what the logs say and keep to
 * themselves. Everything that an input can hold holds a mark, and nothing else does.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
  /** In every field of every input, and in every secret; nothing but an input has it. */
  private static final String MARK = "zq7mark";

  /** What would be a line of its own in a log that lets it. */
  private static final String FORGED =
      "x\\n{\\\"level\\\":\\\"ERROR\\\",\\\"logger\\\":\\\"" + MARK + "\\\"}\\r\\n";

  private static final int LEADS = 40;
  private static final int VIEWS = 240;
  private static final int CLICKS = 30;
  private static final int ANONYMOUS = 25;
  private static final int MACHINES = 12;
  private static final int REPEATED = 20;
  private static final int LATE = 7;
  private static final int ASKING = 3;

  /** More than the rules bear. */
  private static final int FLOOD = 60;

  /** For a rule to wait, and to have had the time to. */
  private static final Duration RULES_WAIT = Duration.ofSeconds(4);

  private static final int SCRAPES = 12;

  private static final Pattern METRIC =
      Pattern.compile("\\b(flink|kizashi|node|probe|kafka)_[A-Za-z_0-9]+");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path folder;

  private static LocalStack processes;
  private static ScoringStack stack;
  private static MoodyCrm crm;
  private static RelayProcess relay;
  private static Prometheus prometheus;
  private static CommittedRecords alerts;
  private static CommittedRecords trail;
  private static Instant base;
  private static int created;

  private static final Map<String, Integer> letters = new TreeMap<>();
  private static int sent;

  @BeforeAll
  static void start() throws IOException {
    processes =
        LocalStack.start(
            StackSettings.builder()
                .taskManagers(1, ScoringStack.PARALLELISM)
                .memory(new StackSettings.Memory(512, 256, 512, 1728))
                .prometheus()
                .build());
    Path logging = processes.stateFolder().resolve("conf/log4j2.properties");
    String settings = Files.readString(logging);
    assertThat(settings).contains("logger.kizashi.level = info");
    Files.writeString(
        logging, settings.replace("logger.kizashi.level = info", "logger.kizashi.level = debug"));
    stack =
        ScoringStack.on(
            processes,
            "--watermarks.idleness=1 s",
            "--erasure.secret=" + MARK + "-secret",
            "--registry.client.bearer.auth.credentials.source=STATIC_TOKEN",
            "--registry.client.bearer.auth.token=" + MARK + "-token",
            "--kafka.client.ssl.truststore.password=" + MARK + "-password");
    alerts = stack.read(OutputTopic.SALES_ALERTS);
    trail = stack.read(OutputTopic.AUDIT_TRAIL);
    base = Instant.now().minusSeconds(5);
    startRelay();
  }

  private static void startRelay() throws IOException {
    crm = new MoodyCrm(id -> Mood.TAKES);
    relay =
        RelayProcess.start(
            folder,
            MoodyCrm.SECRET,
            List.of(
                "--endpoint",
                crm.url(),
                "--bootstrap",
                processes.bootstrapServers(),
                "--registry",
                processes.registryUrl(),
                "--metrics-port",
                "0"));
  }

  @AfterAll
  static void end() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (relay != null) {
      relay.close();
      crm.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  // ---- what is sent --------------------------------------------------------------------------

  @Test
  @Order(1)
  void what_is_sent_is_accounted_for_in_the_trail() {
    for (int i = 0; i < VIEWS; i++) {
      send(event("page_view", lead(i % LEADS), "Mozilla/5.0 " + MARK));
    }
    for (int i = 0; i < CLICKS; i++) {
      send(event("click", lead(i), "Mozilla/5.0 " + MARK));
    }
    for (int i = 0; i < ANONYMOUS; i++) {
      send(event("page_view", "\"visitor_id\":\"" + MARK + "-v" + i + "\"", "Mozilla/5.0"));
    }
    for (int i = 0; i < MACHINES; i++) {
      send(event("page_view", lead(i), "Mozilla/5.0 (compatible; Googlebot/2.1) " + MARK));
    }
    for (int i = 0; i < ASKING; i++) {
      String known = lead(i) + ",\"email\":\"%s-%d@leak.example\"".formatted(MARK, i);
      send(event("form_submit", known, "Mozilla/5.0"));
    }
    repeat(REPEATED);
    send(crmWord("PROFILE_UPSERTED", lead(1)));
    send(crmWord("ERASED", lead(LEADS - 1)));
    for (int i = 0; i < 2; i++) {
      sendPoison();
      sendOutOfTime(Duration.ofHours(2), "future_timestamp");
      sendOutOfTime(Duration.ofDays(-30 * 366), "past_timestamp");
    }
    stack.flush();

    trail.until(entries -> entries.size() >= sent);
    assertThat(fates())
        .containsEntry("unmatched", (long) CLICKS)
        .containsEntry("anonymous", (long) ANONYMOUS)
        .containsEntry("duplicate", (long) REPEATED)
        .containsEntry("dead_letter", 6L);
  }

  /** By the trail, as the counters name them. */
  private static Map<String, Long> fates() {
    return trail.soFar(AuditEntry.class).stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.getFate().name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.counting()));
  }

  private static String lead(int number) {
    return "\"lead_id\":\"%s-%d@lead.example\"".formatted(MARK, number);
  }

  private static String event(String type, String who, String agent) {
    return event(type, who, agent, base.plusMillis(created++), "e" + created);
  }

  private static String event(
      String type, String who, String agent, Instant occurredAt, String eventId) {
    return """
        {"topic":"clickstream","event_id":"%1$s-%2$s","occurred_at":"%3$s","type":"%4$s",%5$s,\
        "url":"https://example.com/product?mail=%1$s@leak.example","referrer":"https://%1$s.example",\
        "user_agent":"%6$s","campaign":{"source":"%1$s","name":"%1$s%7$s"},\
        "properties":{"form":"contact","name":"%1$s Ann","token":"%1$s","note":"%7$s","need":"%1$s"}}"""
        .formatted(MARK, eventId, occurredAt, type, who, agent, FORGED);
  }

  private static String crmWord(String kind, String who) {
    return """
        {"topic":"crm-updates","event_id":"%1$s-c%2$d","occurred_at":"%3$s","kind":"%4$s",%5$s,\
        "owner":"%1$s%6$s","attributes":{"title":"%1$s","phone":"%1$s"}}"""
        .formatted(MARK, created++, base.plusMillis(created), kind, who, FORGED);
  }

  private static void send(String line) {
    JsonLines.Line read = JsonLines.read(line);
    String key = read.record().get(0).toString();
    send(read.topic(), key, stack.framed(read.topic(), read.record()));
  }

  private static void send(InputTopic topic, String key, byte[] value) {
    sent++;
    stack.send(
        topic, key.getBytes(UTF_8), value, (metadata, failure) -> assertThat(failure).isNull());
  }

  /** The first lead's first event, again and again. */
  private static void repeat(int times) {
    for (int i = 0; i < times; i++) {
      send(event("page_view", lead(0), "Mozilla/5.0 " + MARK, base, "e1"));
    }
  }

  private static void sendPoison() {
    letters.merge("undecodable", 1, Integer::sum);
    send(InputTopic.CLICKSTREAM, MARK + "\n" + MARK, ("\1" + MARK + "\n" + MARK).getBytes(UTF_8));
  }

  private static void sendOutOfTime(Duration off, String reason) {
    letters.merge(reason, 1, Integer::sum);
    send(event("page_view", lead(0), "Mozilla/5.0", Instant.now().plus(off), "out" + created++));
  }

  // ---- what is told ---------------------------------------------------------------------------

  @Test
  @Order(2)
  void the_counters_are_what_was_sent() throws IOException {
    startPrometheus();
    awaitEach(
        "max by (subtask_index) (%s)".formatted(JobMetric.WATERMARK_LAG.prometheusName()),
        "subtask_index",
        lags -> lags.size() == 2 && lags.values().stream().allMatch(lag -> lag < 60_000));
    for (int i = 0; i < LATE; i++) {
      Instant anHourAgo = base.minus(Duration.ofHours(1));
      send(event("page_view", lead(i), "Mozilla/5.0 " + MARK, anHourAgo, "late" + i));
    }
    stack.flush();
    trail.until(entries -> entries.size() >= sent);

    awaitSum(JobMetric.LATE_EVENTS, LATE);
    awaitSum(JobMetric.SUSPECT_EVENTS, MACHINES);
    awaitEach(
        "sum by (fate) (%s) > 0".formatted(JobMetric.RECORDS.prometheusName()),
        "fate",
        counted -> counted.equals(counters(fates(), counted.keySet())));
    awaitLetters();
    awaitSum(JobMetric.ERASURES_REMEMBERED, 2);
    awaitEach(
        "max by (operator_name) (%s)".formatted(JobMetric.MODEL_VERSION.prometheusName()),
        "operator_name",
        versions -> versions.equals(Map.of("score_leads", 1.0)));
    await("transfers")
        .atMost(ScoringStack.PATIENCE)
        .until(
            () -> {
              double went = sum(JobMetric.TRANSFERS_SENT);
              return went > 0 && went == sum(JobMetric.TRANSFERS_RECEIVED);
            });
    awaitSum(JobMetric.ALERTS_RAISED, raised());
    assertThat(raised()).isGreaterThanOrEqualTo(ASKING);
    await("the relay")
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(prometheus.query("kizashi_relay_delivered_total"))
                    .isEqualTo(alerts.soFar(SalesAlert.class).size()));
  }

  private static long raised() {
    return alerts.soFar(SalesAlert.class).stream()
        .filter(alert -> alert.getStatus() == AlertStatus.RAISED)
        .count();
  }

  private static void startPrometheus() throws IOException {
    Prometheus.require("prometheus");
    relay.awaitLog("Metrics for Prometheus");
    Path targets = folder.resolve("relay.json");
    Files.writeString(targets, "[{\"targets\": [\"%s\"]}]".formatted(relay.metricsAddress()));
    prometheus =
        Prometheus.start(
            folder,
            processes.stateFolder().resolve("conf/prometheus-targets.json"),
            targets,
            RULES_WAIT);
  }

  /** Of the fates that are counted. */
  private static Map<String, Double> counters(Map<String, Long> fates, Set<String> counted) {
    Map<String, Double> counters = new TreeMap<>();
    fates.forEach(
        (fate, count) -> {
          if (counted.contains(fate)) {
            counters.put(fate, (double) count);
          }
        });
    return counters;
  }

  private static void awaitLetters() {
    awaitEach(
        "sum by (reason) (%s) > 0".formatted(JobMetric.DEAD_LETTERS.prometheusName()),
        "reason",
        counted ->
            counted.equals(
                letters.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, it -> (double) it.getValue()))));
  }

  private static double sum(JobMetric metric) {
    return prometheus.query("sum(%s)".formatted(metric.prometheusName()));
  }

  private static void awaitSum(JobMetric metric, double expected) {
    await(metric.name())
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(() -> assertThat(sum(metric)).isEqualTo(expected));
  }

  private static void awaitEach(
      String expression, String label, Predicate<Map<String, Double>> expected) {
    await(expression)
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.query(expression, label)).matches(expected));
  }

  @Test
  @Order(3)
  void every_metric_that_a_rule_or_the_page_names_is_there() throws IOException {
    Prometheus.require("prometheus");
    Set<String> named =
        new TreeSet<>(metricsOf(Files.readString(Prometheus.shipped("alerts.yml"))));
    named.addAll(metricsOf(Files.readString(Prometheus.shipped("../../docs/metrics.md"))));
    named.removeIf(name -> !name.startsWith("flink_") && !name.startsWith("kizashi_"));
    assertThat(named).hasSizeGreaterThan(50);

    await("every metric")
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.names()).containsAll(named));
  }

  /** What a text names that is a metric; whole words only, so no rule of {@code *}. */
  static Set<String> metricsOf(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(it -> it.group())
        .filter(name -> !name.equals("kizashi_lead_scoring") && !name.endsWith("_exporter"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Order(4)
  void nothing_fires_while_all_is_well() {
    Prometheus.require("prometheus");
    await("scrapes")
        .atMost(ScoringStack.PATIENCE)
        .until(() -> prometheus.query("min(count_over_time(up[10m]))") >= SCRAPES);
    assertThat(prometheus.query("count(up == 1)")).isEqualTo(3);
    assertThat(prometheus.rules())
        .hasSizeGreaterThan(20)
        .allSatisfy(rule -> assertThat(rule.health()).isEqualTo("ok"));
    assertThat(prometheus.firing()).isEmpty();
  }

  @Test
  @Order(5)
  void bad_input_fires_what_it_should_and_nothing_else() {
    Prometheus.require("prometheus");
    for (int i = 0; i < FLOOD; i++) {
      sendPoison();
    }
    repeat(5 * FLOOD);
    letters.merge("bad_config", 1, Integer::sum);
    stack.publish(
        new ConfigDocument(
            ConfigDocument.Kind.MODEL, MARK + "\n" + MARK, 7, "model: [" + MARK + FORGED));
    stack.flush();

    await("rules")
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(prometheus.firing())
                    .containsExactly(
                        "KizashiDeadLetters", "KizashiDocumentRefused", "KizashiDuplicates"));
    awaitLetters();
  }

  // ---- what is said ---------------------------------------------------------------------------

  @Test
  @Order(6)
  void no_log_holds_anything_of_an_input_or_a_secret() throws IOException {
    if (prometheus == null) {
      sendPoison();
      stack.flush();
      trail.until(entries -> entries.size() >= sent);
    }
    relay.awaitLog("Metrics for Prometheus");
    Map<String, String> logs = logs();
    assertThat(logs.keySet())
        .contains("jobmanager.log", "kafka.log", "registry.log", "relay", "taskmanager-1.log");
    assertThat(logs.values()).allSatisfy(text -> assertThat(text).isNotBlank());
    List<String> leaks = new ArrayList<>();
    logs.forEach(
        (name, text) ->
            text.lines()
                .filter(line -> line.contains(MARK))
                .forEach(line -> leaks.add(name + ": " + line)));
    assertThat(leaks).isEmpty();
  }

  @Test
  @Order(7)
  void each_line_is_one_object_and_ours_say_whose_they_are() throws IOException {
    AtomicInteger said = new AtomicInteger();
    Map<String, String> logs = logs();
    for (String log : List.of("jobmanager.log", "taskmanager-1.log")) {
      for (String line : logs.get(log).lines().toList()) {
        JsonNode fields = parsed(log, line);
        assertThat(fields.path("message").isTextual()).as(line).isTrue();
        boolean ours = fields.path("logger").asText().startsWith("dev.kizashi.");
        if (ours && log.startsWith("taskmanager")) {
          assertThat(fieldsOf(fields)).as(line).contains("job", "task", "subtask");
        }
        if (fields.path("message").asText().startsWith("a dead letter: ")) {
          said.incrementAndGet();
          assertThat(fieldsOf(fields)).as(line).contains("topic", "partition", "offset");
        }
      }
    }
    int documents = letters.getOrDefault("bad_config", 0);
    int buried = letters.values().stream().mapToInt(count -> count).sum() - documents;
    assertThat(said).hasValue(buried);
    assertThat(logs.get("taskmanager-1.log")).contains("accepted MODEL b2b-default version 1");
  }

  private static JsonNode parsed(String log, String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON in " + log + ": " + line, e);
    }
  }

  private static List<String> fieldsOf(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** By name: what processes say, RocksDB's own account of each state, and the relay's words. */
  private static Map<String, String> logs() throws IOException {
    Map<String, String> logs = new TreeMap<>();
    try (Stream<Path> files = Files.list(processes.stateFolder().resolve("logs"))) {
      for (Path file : files.toList()) {
        logs.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    logs.put("relay", relay.log());
    return logs;
  }

  // ---- what goes wrong ------------------------------------------------------------------------

  @Test
  @Order(8)
  void a_job_that_has_lost_its_machine_wakes_somebody() {
    Prometheus.require("prometheus");
    processes.kill("taskmanager-1");
    await("rules")
        .atMost(ScoringStack.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(prometheus.firing())
                    .contains("KizashiJobNotRunning", "KizashiTargetDown"));
  }
}
