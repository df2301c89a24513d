package dev.kizashi.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.PublishedConfiguration;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.TopicSchemas;
import dev.kizashi.cli.TopicWriter;
import dev.kizashi.cli.audit.AuditCommand;
import dev.kizashi.cli.audit.AuditReport;
import dev.kizashi.cli.audit.JudgedBy;
import dev.kizashi.cli.it.CommittedRecords;
import dev.kizashi.cli.it.Quiet;
import dev.kizashi.cli.local.ScoringJob;
import dev.kizashi.cli.savepoint.SavepointContents;
import dev.kizashi.cli.savepoint.SavepointReader;
import dev.kizashi.cli.simulation.IdentitySettings;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.records.OutputTopic;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a team does with a job that runs: gives it more tasks and fewer, another version, and the
 * one before it again. On a cluster of processes, with the jar that is shipped; the tests go on
 * from each other.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int LEADS = 60;
  private static final int SHARE = 500;
  private static final int SHOWN = 20;

  /** Each lead's events lie in one partition, whose order a second reading repeats. */
  private static final int WHO_ASK = 12;

  private static final Terminal NOWHERE =
      new Terminal(
          OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false, false);

  @TempDir private static Path folder;

  private static final Traffic TRAFFIC = new Traffic(settings());

  private static LocalStack stack;
  private static Connection connection;
  private static TopicWriter writer;
  private static CommittedRecords trail;
  private static CommittedRecords transfers;
  private static CommittedRecords alerts;
  private static JobJars jars;
  private static RunningJob job;
  private static long sent;

  /** A savepoint from before the other version came, and what had been said by then. */
  private static String before;

  private static List<String> saidBefore;

  @BeforeAll
  static void start() {
    stack =
        LocalStack.start(
            StackSettings.builder()
                .stateFolder(folder.resolve("stack"))
                .taskManagers(2, 2)
                .flinkOption("taskmanager.load-balance.mode", "SLOTS")
                // Nothing breaks here; a machine that is busy otherwise may take its time.
                .flinkOption("heartbeat.timeout", "60000")
                .build());
    connection = Connection.to(stack.bootstrapServers(), stack.registryUrl(), PATIENCE);
    Topics.create(stack.bootstrapServers());
    connection.ask(NOWHERE, registry -> TopicSchemas.register(registry, ""));
    Path model = Installation.locate().home().resolve("docs/models/b2b-default");
    DocumentFiles documents =
        DocumentFiles.read(model.resolve("signals.yaml"), model.resolve("model.yaml"));
    var unused =
        PublishedConfiguration.read(connection, NOWHERE)
            .publish(documents.toPublish(), connection, NOWHERE);
    writer = TopicWriter.open(connection, NOWHERE);
    trail = read(OutputTopic.AUDIT_TRAIL);
    transfers = read(OutputTopic.LEAD_TRANSFERS);
    alerts = read(OutputTopic.SALES_ALERTS);
    jars = new JobJars(ScoringJob.jar(), folder);
    job =
        new RunningJob(
            new FlinkRest(stack.flinkUrl()),
            ScoringJob.arguments(
                stack.bootstrapServers(),
                stack.registryUrl(),
                // What a savepoint has does not change by itself.
                Map.of("watermarks.idle-pace", "0", "checkpoints.interval", "1 s")),
            jars.built(),
            1);
    job.start();
  }

  @AfterAll
  static void end() {
    if (writer != null) {
      writer.close();
      List.of(trail, transfers, alerts).forEach(CommittedRecords::close);
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void every_key_holds_the_same_at_another_parallelism() throws Exception {
    traffic();
    asks("first", START);
    quiet();
    String one = job.stop();
    Map<String, List<String>> ofOne = keys(one);
    assertThat(ofOne.keySet())
        .filteredOn(key -> key.startsWith("lead-scoring/lead "))
        .hasSizeGreaterThan(LEADS / 2);

    job.goOn(one, job.jar(), 3);
    String three = job.stop();
    assertThat(keys(three)).containsExactlyEntriesOf(ofOne);

    job.goOn(three, job.jar(), 2);
    before = job.stop();
    assertThat(keys(before)).containsExactlyEntriesOf(ofOne);
    saidBefore = idsOfWhoAsk();
  }

  @Test
  @Order(2)
  void another_version_and_then_the_one_before_lose_nothing_and_repeat_nothing() throws Exception {
    job.goOn(before, jars.rebuilt(), 2);
    traffic();
    asks("second", START.plus(Duration.ofDays(4)));
    quiet();

    job.goOn(job.stop(), jars.built(), 2);
    traffic();
    asks("third", START.plus(Duration.ofDays(8)));
    quiet();
    job.stop();

    AuditReport audit =
        AuditCommand.report(connection, NOWHERE, JudgedBy.ORACLE, SHOWN, Duration.ZERO);
    assertThat(audit.differences()).as(audit.toString()).isZero();
    assertThat(audit.isForAll()).isTrue();
    assertThat(audit.records()).isEqualTo(sent);
  }

  @Test
  @Order(3)
  void put_back_to_an_older_savepoint_it_says_the_same_again_under_the_same_ids() {
    List<String> said = idsOfWhoAsk();
    List<String> sinceThen = said.stream().filter(id -> !saidBefore.contains(id)).sorted().toList();
    long judged = judgementsOfWhoAsk();
    assertThat(said)
        .as("an alert for each time that they ask")
        .hasSize(3 * WHO_ASK)
        .doesNotHaveDuplicates();

    job.goOn(before, jars.built(), 2);
    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(() -> judgementsOfWhoAsk() == judged + judged * 2 / 3);
    quiet();
    job.stop();

    List<String> all = idsOfWhoAsk();
    assertThat(all.stream().skip(said.size()).sorted())
        .as("what was said after the savepoint, once more")
        .containsExactlyElementsOf(sinceThen);
  }

  private static CommittedRecords read(OutputTopic topic) {
    return new CommittedRecords(connection.kafka(), topic.topicName());
  }

  private static TrafficSettings settings() {
    return new TrafficSettings(
        11,
        LEADS,
        START,
        ZoneOffset.UTC,
        0.1,
        0.5,
        0,
        0.02,
        0.05,
        new IdentitySettings(
            2 * LEADS,
            Duration.ofDays(21),
            1.0 / 3,
            0.8,
            0.1,
            0.03,
            IdentitySettings.USUAL_SHARED,
            true),
        TrafficSettings.USUAL_SCANNERS);
  }

  private static void traffic() {
    for (int i = 0; i < SHARE; i++) {
      TrafficEvent event = TRAFFIC.next();
      writer.write(event.topic().topicName(), event.key(), event.record());
      sent++;
    }
    writer.flush();
  }

  /** Some fill in a form, for which sales are called. */
  private static void asks(String time, Instant at) {
    for (int lead = 0; lead < WHO_ASK; lead++) {
      String id = "asks-" + lead;
      JsonLines.Line line =
          JsonLines.read(
              """
              {"topic":"clickstream","event_id":"%s-%s","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"contact"}}"""
                  .formatted(time, id, at.plusSeconds(lead), id));
      writer.write(line.topic().topicName(), id, line.record());
      sent++;
    }
    writer.flush();
  }

  private static void quiet() {
    new Quiet(trail, transfers).await(sent);
  }

  /** What each key of each state holds, timers among it; what belongs to tasks left out. */
  private static Map<String, List<String>> keys(String savepoint) throws Exception {
    SavepointContents contents = SavepointReader.read(Path.of(URI.create(savepoint)));
    Map<String, List<String>> keys = new TreeMap<>();
    for (String state :
        List.of(
            "addresses/address",
            "visitors/visitor",
            "visitors/timers user-timers",
            "merges/links",
            "merges/orders",
            "merges/erased",
            "lead-scoring/lead",
            "lead-scoring/timers instants",
            "lead-scoring/erased")) {
      contents.of(state).forEach((key, lines) -> keys.put(state + " " + key, lines));
    }
    return keys;
  }

  /** In the order in which they came. */
  private static List<String> idsOfWhoAsk() {
    return alerts.soFar(SalesAlert.class).stream()
        .filter(alert -> alert.getLeadId().startsWith("asks-"))
        .filter(alert -> alert.getDefinition().equals("hand-raise"))
        .map(SalesAlert::getAlertId)
        .toList();
  }

  private static long judgementsOfWhoAsk() {
    return trail.soFar(AuditEntry.class).stream()
        .filter(entry -> String.valueOf(entry.getLeadId()).startsWith("asks-"))
        .count();
  }
}
