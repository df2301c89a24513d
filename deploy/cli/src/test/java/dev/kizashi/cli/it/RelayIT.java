package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.svix.Webhook;
import dev.kizashi.cli.it.MoodyCrm.Arrival;
import dev.kizashi.cli.it.MoodyCrm.Mood;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.Cause;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.Moment;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.WithdrawnReason;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.TimeUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The relay between a real broker and registry and a CRM with moods. {@code
 * -Dkizashi.relay.outage=10m} makes the CRM's absence as long as that; the few seconds without it
 * are already longer than the group waits for a member that does not poll.
 */
class RelayIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration OUTAGE =
      TimeUtils.parseDuration(System.getProperty("kizashi.relay.outage", "10s"));

  /** Longer than any member's poll takes, and shorter than every outage. */
  private static final String LONGEST_POLL = "kafka.client.max.poll.interval.ms=4000";

  private static final int LEADS = 60;
  private static final String PERSONAL = "ann@acme.example";
  private static final long SEED = 20_260_302;

  private static Stack stack;
  private static SchemaRegistry registry;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;
  private static int schemaId;

  @TempDir private static Path folder;

  private final OutputEncoder encoder = new OutputEncoder();
  private final Random random = new Random(SEED);
  private final List<SalesAlert> written = new ArrayList<>();
  private final List<RelayProcess> relays = new ArrayList<>();
  private final Instant begin = Instant.now();
  private String group;

  @BeforeAll
  static void start() {
    stack =
        EmbeddedStack.start(
            StackSettings.builder().taskManagers(1, 1).build(), StackListener.SILENT);
    Topics.create(stack.bootstrapServers());
    registry = ConfluentSchemaRegistry.connect(RegistrySettings.at(stack.registryUrl()));
    schemaId = registry.register("sales-alerts-value", OutputSchemas.text("SalesAlert"));
    admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "relay-it"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  @AfterAll
  static void stop() {
    producer.close();
    admin.close();
    registry.close();
    stack.close();
  }

  @BeforeEach
  void nameTheGroup(TestInfo test) {
    group = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void endThoseThatRun() {
    relays.forEach(RelayProcess::close);
  }

  @Test
  void everyAlertArrivesInOrderWhateverTheReceiverAndTheRelayGoThrough() throws Exception {
    Random moods = new Random(SEED);
    try (MoodyCrm crm = new MoodyCrm(id -> mood(moods))) {
      write(200);
      writeAndAbort(50);
      RelayProcess first = relay(crm);
      await().atMost(PATIENCE).until(() -> crm.taken().size() >= 70);
      first.kill();
      int before = crm.arrivals().size();

      RelayProcess second = relay(crm);
      awaitAllTaken(crm);
      assertThat(crm.arrivals().size()).isGreaterThan(before);

      goneForAWhile(crm, second);
      awaitAllTaken(crm);

      // One relay goes while another takes over.
      write(400);
      await().atMost(PATIENCE).until(() -> crm.taken().size() >= written.size() - 300);
      RelayProcess third = relay(crm);
      await().atMost(PATIENCE).until(() -> members().size() == 2);
      assertThat(second.stop()).isZero();
      awaitAllTaken(crm);
      // What the other had delivered behind a gap is delivered once more.
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).isEqualTo(ends()));
      assertThat(third.stop()).isZero();

      assertThat(crm.problems()).isEmpty();
      assertThat(ids(crm)).isEqualTo(writtenIds());
      assertThat(firstArrivalsByLead(crm)).isEqualTo(writtenByLead());
      assertThat(committed()).isEqualTo(ends());
      for (RelayProcess relay : List.of(first, second, third)) {
        assertThat(relay.log())
            .doesNotContain(PERSONAL, MoodyCrm.SECRET, crm.url())
            .doesNotContain("Exception");
      }
      assertThat(second.log()).containsPattern("alert a-\\d+ partition \\d offset \\d+: try 2, ");
    }
  }

  /** What comes meanwhile is more than the relay takes into memory. */
  private void goneForAWhile(MoodyCrm crm, RelayProcess relay) throws Exception {
    Set<String> members = members();
    assertThat(members).hasSize(1);
    crm.leave();
    write(1_300);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(waiting(relay.health()))
                    .as("alerts in memory")
                    .isBetween(1_000L, 1_100L));
    await()
        .during(OUTAGE)
        .atMost(OUTAGE.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> relay.isAlive() && members().equals(members));
    JsonNode health = relay.health();
    assertThat(health.path("status").asText()).isEqualTo("late");
    assertThat(health.path("oldest_undelivered_ms").asLong()).isGreaterThan(2_000);
    assertThat(health.path("retried").asLong()).isPositive();
    assertThat(health.path("lag").asLong()).isGreaterThanOrEqualTo(1_300);
    assertThat(waiting(health)).isBetween(1_000L, 1_100L);
    assertThat(relay.send(relay.request("/health").build()).statusCode()).isEqualTo(503);
    crm.comeBack();
  }

  private static long waiting(JsonNode health) {
    return health.path("waiting").asLong() + health.path("in_flight").asLong();
  }

  @Test
  void whatCannotBeDeliveredIsADeadLetterAndItsLeadGoesOn() throws Exception {
    try (MoodyCrm crm =
            new MoodyCrm(
                id ->
                    switch (id) {
                      case "a-0" -> Mood.REFUSES;
                      case "a-1" -> Mood.FAILS;
                      default -> Mood.TAKES;
                    });
        CommittedRecords letters = new CommittedRecords(stack.bootstrapServers(), "dead-letters")) {
      byte[] refused = writeOne("L1");
      byte[] failing = writeOne("L1");
      byte[] garbage = {1, 2, 3};
      byte[] unknown = WireFormat.frame(999_999, new byte[] {1});
      writeBytes("L1", garbage);
      writeBytes("L1", unknown);
      byte[] forged =
          WireFormat.frame(
              schemaId,
              encoder.body(
                  SalesAlert.newBuilder(next("L1", false)).setAlertId("a\r\nx: y").build()));
      written.remove(written.size() - 1);
      writeBytes("L1", forged);
      writeOne("L1");

      RelayProcess relay = relay(crm, "--tries", "3");
      await().atMost(PATIENCE).until(() -> crm.taken().equals(Set.of("a-2")));

      List<ConsumerRecord<byte[], byte[]>> buried = letters.until(found -> found.size() >= 5);
      assertThat(buried).extracting(ConsumerRecord::key).containsOnly(utf8("L1"));
      assertThat(buried)
          .extracting(ConsumerRecord::value)
          .containsExactly(refused, failing, garbage, unknown, forged);
      assertThat(buried)
          .extracting(letter -> header(letter, "dl.reason"))
          .containsExactly(
              "UNDELIVERABLE", "UNDELIVERABLE", "UNDECODABLE", "UNKNOWN_SCHEMA", "INVALID");
      assertThat(buried)
          .extracting(letter -> header(letter, "dl.detail"))
          .startsWith(
              "the receiver refused it: status 422",
              "not delivered in 3 tries, at last: status 500");
      assertThat(buried)
          .allSatisfy(
              letter -> {
                assertThat(header(letter, "dl.topic")).isEqualTo("sales-alerts");
                assertThat(header(letter, "dl.partition")).matches("\\d");
                assertThat(header(letter, "dl.timestamp")).matches("\\d{13}");
                assertThat(header(letter, "dl.job_version")).isNotEmpty();
              });
      assertThat(buried)
          .extracting(letter -> Long.valueOf(header(letter, "dl.offset")))
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(crm.arrivals())
          .extracting(Arrival::id)
          .containsExactly("a-0", "a-1", "a-1", "a-1", "a-2");
      assertThat(relay.health().path("dead_lettered").asLong()).isEqualTo(5);
      assertThat(relay.health().path("delivered").asLong()).isEqualTo(1);
      assertThat(relay.stop()).isZero();
      assertThat(committed()).isEqualTo(ends());
    }
  }

  @Test
  void acknowledgementsComeBackAsUpdatesOfTheCrm() throws Exception {
    try (MoodyCrm crm = new MoodyCrm(id -> Mood.TAKES);
        CommittedRecords updates = new CommittedRecords(stack.bootstrapServers(), "crm-updates")) {
      RelayProcess relay = relay(crm);
      String body =
          "{\"alert_id\":\"a-7\",\"lead_id\":\"L7\",\"owner\":\"sato\",\"occurred_at\":\"%s\"}"
              .formatted(begin);

      assertThat(acknowledge(relay, body, MoodyCrm.SECRET, Instant.now())).isEqualTo(202);
      assertThat(updates.until(CrmUpdate.class, found -> !found.isEmpty()))
          .containsExactly(
              CrmUpdate.newBuilder()
                  .setEventId("ack:a-7")
                  .setOccurredAt(Instant.ofEpochMilli(begin.toEpochMilli()))
                  .setLeadId("L7")
                  .setKind(CrmKind.ALERT_ACKNOWLEDGED)
                  .setOwner("sato")
                  .setAlertId("a-7")
                  .build());
      assertThat(updates.soFar().get(0).key()).isEqualTo(utf8("L7"));

      String stranger = "whsec_" + "A".repeat(40);
      assertThat(acknowledge(relay, body, stranger, Instant.now())).isEqualTo(401);
      assertThat(
              acknowledge(relay, body, MoodyCrm.SECRET, Instant.now().minus(Duration.ofMinutes(6))))
          .isEqualTo(401);
      assertThat(acknowledge(relay, "{\"lead_id\":\"L7\"}", MoodyCrm.SECRET, Instant.now()))
          .isEqualTo(400);
      assertThat(relay.send(relay.request("/acknowledgements").build()).statusCode())
          .isEqualTo(405);
      assertThat(relay.send(relay.request("/health").build()).statusCode()).isEqualTo(200);
      assertThat(relay.send(relay.request("/healthy").build()).statusCode()).isEqualTo(404);
      assertThat(relay.health().path("acknowledged").asLong()).isEqualTo(1);
      assertThat(updates.soFar()).hasSize(1);
      assertThat(relay.stop()).isZero();
    }
  }

  @Test
  void aRegistryThatIsNotThereIsWaitedForAndNoAlertIsGivenUp() throws Exception {
    try (MoodyCrm crm = new MoodyCrm(id -> Mood.TAKES);
        CommittedRecords letters = new CommittedRecords(stack.bootstrapServers(), "dead-letters")) {
      int buried = letters.soFar().size();
      writeOne("L1");
      RelayProcess blind =
          start(crm, stack.bootstrapServers(), "http://127.0.0.1:9", "--listen", "127.0.0.1:0");
      blind.awaitLog("The schema registry does not answer: waiting, no alert is lost or skipped.");
      assertThat(
              acknowledge(
                  blind, "{\"alert_id\":\"a\",\"lead_id\":\"L\"}", MoodyCrm.SECRET, Instant.now()))
          .isEqualTo(503);
      assertThat(blind.stop()).isZero();
      assertThat(letters.soFar()).hasSize(buried);

      relay(crm);
      awaitAllTaken(crm);
    }
  }

  @Test
  void brokersThatAreNotThereAreAskedAgainUntilItIsToldToStop() throws Exception {
    try (MoodyCrm crm = new MoodyCrm(id -> Mood.TAKES)) {
      RelayProcess relay = start(crm, "127.0.0.1:9", "http://127.0.0.1:9", "--timeout", "1");
      relay.awaitLog("Kafka does not answer at 127.0.0.1:9");
      relay.awaitLog("Asking again in 1 s.");
      relay.awaitLog("Asking again in 2 s.");
      assertThat(relay.stop()).isZero();
    }
  }

  /** A little more than half is taken at the first try. */
  private static synchronized Mood mood(Random random) {
    int percent = random.nextInt(100);
    if (percent < 55) {
      return Mood.TAKES;
    }
    Mood[] others = {
      Mood.FAILS,
      Mood.FAILS,
      Mood.THROTTLES,
      Mood.SAYS_NOTHING,
      Mood.ANSWERS_TWICE,
      Mood.ANSWERS_TWICE,
      Mood.BREAKS_OFF,
      Mood.BREAKS_OFF,
      Mood.HANGS_UP
    };
    return others[(percent - 55) / 5];
  }

  private RelayProcess relay(MoodyCrm crm, String... more) throws IOException {
    RelayProcess relay =
        start(
            crm,
            stack.bootstrapServers(),
            stack.registryUrl(),
            Stream.concat(
                    Stream.of(
                        "--listen",
                        "127.0.0.1:0",
                        "--config",
                        Files.writeString(folder.resolve("relay.properties"), LONGEST_POLL)
                            .toString()),
                    Stream.of(more))
                .toArray(String[]::new));
    relay.awaitListening();
    return relay;
  }

  private RelayProcess start(MoodyCrm crm, String brokers, String registryUrl, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--endpoint",
                crm.url(),
                "--bootstrap",
                brokers,
                "--registry",
                registryUrl,
                "--group",
                group,
                "--from",
                begin.toString(),
                "--answer-within",
                "500ms",
                "--first-pause",
                "20ms",
                "--longest-pause",
                "500ms",
                "--late-after",
                "2s"));
    arguments.addAll(List.of(more));
    RelayProcess relay = RelayProcess.start(folder, MoodyCrm.SECRET, arguments);
    relays.add(relay);
    return relay;
  }

  private static int acknowledge(RelayProcess relay, String body, String secret, Instant at)
      throws Exception {
    long seconds = at.getEpochSecond();
    return relay
        .send(
            relay
                .request("/acknowledgements")
                .header("webhook-id", "m-1")
                .header("webhook-timestamp", Long.toString(seconds))
                .header("webhook-signature", new Webhook(secret).sign("m-1", seconds, body))
                .POST(BodyPublishers.ofString(body))
                .build())
        .statusCode();
  }

  private void awaitAllTaken(MoodyCrm crm) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Set<String> missing = writtenIds();
              missing.removeAll(crm.taken());
              assertThat(missing).as(this::logs).isEmpty();
            });
  }

  private String logs() {
    return relays.stream().map(RelayProcess::log).collect(Collectors.joining("\n"));
  }

  /** In one committed transaction, leads as they come. */
  private void write(int count) {
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      send(next("L" + random.nextInt(LEADS)));
    }
    producer.commitTransaction();
  }

  private byte[] writeOne(String lead) {
    producer.beginTransaction();
    byte[] value = send(next(lead, false));
    producer.commitTransaction();
    return value;
  }

  private static void writeBytes(String lead, byte[] value) {
    producer.beginTransaction();
    var unused = producer.send(new ProducerRecord<>("sales-alerts", utf8(lead), value));
    producer.commitTransaction();
  }

  /** Nobody must see them. */
  private void writeAndAbort(int count) {
    int before = written.size();
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      send(next("L" + random.nextInt(LEADS)));
    }
    producer.flush();
    producer.abortTransaction();
    written.subList(before, written.size()).clear();
  }

  private SalesAlert next(String lead) {
    return next(lead, random.nextInt(10) == 0);
  }

  private SalesAlert next(String lead, boolean withdrawn) {
    SalesAlert alert =
        SalesAlert.newBuilder()
            .setAlertId("a-" + written.size())
            .setLeadId(lead)
            .setSequence(written.size() + 1)
            .setOwner(PERSONAL)
            .setDefinition("hot-lead")
            .setOrdinal(1)
            .setStatus(withdrawn ? AlertStatus.WITHDRAWN : AlertStatus.RAISED)
            .setWithdrawnReason(withdrawn ? WithdrawnReason.SUSPECT : null)
            .setPriority("high")
            .setOccurredAt(begin)
            .setCause(Cause.BEHAVIOUR)
            .setEngagement(71.5)
            .setFit(80)
            .setLabel("A1")
            .setMoments(List.of(new Moment("Wrote to " + PERSONAL, begin, null, null)))
            .setModel("b2b-default")
            .setModelVersion(7)
            .setSignalsVersion(3)
            .build();
    written.add(alert);
    return alert;
  }

  private byte[] send(SalesAlert alert) {
    byte[] value = WireFormat.frame(schemaId, encoder.body(alert));
    var unused =
        producer.send(new ProducerRecord<>("sales-alerts", utf8(alert.getLeadId()), value));
    return value;
  }

  private static String id(SalesAlert alert) {
    return alert.getStatus() == AlertStatus.WITHDRAWN
        ? alert.getAlertId() + ":withdrawn"
        : alert.getAlertId();
  }

  private Set<String> writtenIds() {
    return written.stream().map(RelayIT::id).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ids(MoodyCrm crm) {
    return crm.arrivals().stream().map(Arrival::id).collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, List<String>> writtenByLead() {
    return written.stream()
        .collect(
            Collectors.groupingBy(
                SalesAlert::getLeadId, Collectors.mapping(RelayIT::id, Collectors.toList())));
  }

  private static Map<String, List<String>> firstArrivalsByLead(MoodyCrm crm) {
    Map<String, LinkedHashSet<String>> arrivals = new HashMap<>();
    for (Arrival arrival : crm.arrivals()) {
      arrivals.computeIfAbsent(arrival.lead(), it -> new LinkedHashSet<>()).add(arrival.id());
    }
    return arrivals.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  private Set<String> members() throws ExecutionException, InterruptedException {
    ConsumerGroupDescription description =
        admin.describeConsumerGroups(List.of(group)).all().get().get(group);
    return description.members().stream()
        .map(member -> member.consumerId())
        .collect(Collectors.toSet());
  }

  private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Of the partitions that the group committed. */
  private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(
            committed().keySet().stream()
                .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest())))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
