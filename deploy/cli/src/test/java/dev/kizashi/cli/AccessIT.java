package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.cli.it.CommittedRecords;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.access.AccessException;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job, the command and plain clients on a broker and a registry that want to know who asks: by
 * TLS, with passwords, and with no right but those of docs/security.md.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(300)
class AccessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** In every password, for the logs to be searched for. */
  private static final String HUSH = "hush";

  private static final String REGISTRY_USER = "kizashi:hush-registry";

  @TempDir private static Path folder;

  private static Certificates certificates;
  private static EmbeddedStack stack;
  private static RegistryGate registry;
  private static DocumentedAccess documented;
  private static String job;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.make(folder);
    stack = EmbeddedStack.start(secured(), StackListener.SILENT);
    // The stack leaves them out; here they are what is searched.
    Configurator.setLevel("org.apache.kafka.common.config", Level.INFO);
    registry =
        RegistryGate.before(stack.registryUrl(), certificates.server("server"), REGISTRY_USER);
    documented = new DocumentedAccess(stack.bootstrapServers(), clientFile("admin"));
    for (String user : List.of("job", "producer", "publisher", "reader")) {
      documented.addUser("kizashi-" + user, password("kizashi-" + user));
    }
    documented.allowEverybody();
  }

  @AfterAll
  static void end() {
    registry.close();
    stack.close();
  }

  private static StackSettings secured() throws Exception {
    String identity = certificates.identity("server").toString();
    String trust = certificates.trust("authority").toString();
    return StackSettings.builder()
        .stateFolder(folder.resolve("stack"))
        .taskManagers(1, 1)
        .brokerOption("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SSL")
        .brokerOption("listener.name.controller.ssl.client.auth", "required")
        .brokerOption("sasl.enabled.mechanisms", "SCRAM-SHA-512")
        .brokerOption("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512")
        .brokerOption("listener.name.clients.scram-sha-512.sasl.jaas.config", login("admin"))
        .brokerOption("ssl.keystore.type", "PKCS12")
        .brokerOption("ssl.keystore.location", identity)
        .brokerOption("ssl.keystore.password", Certificates.PASSWORD)
        .brokerOption("ssl.key.password", Certificates.PASSWORD)
        .brokerOption("ssl.truststore.type", "PKCS12")
        .brokerOption("ssl.truststore.location", trust)
        .brokerOption("ssl.truststore.password", Certificates.PASSWORD)
        .brokerOption(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .brokerOption("allow.everyone.if.no.acl.found", "false")
        // The controller's listener knows the broker by its certificate.
        .brokerOption("super.users", "User:admin;User:CN=server")
        .brokerFormat(
            "--add-scram", "SCRAM-SHA-512=[name=admin,password=%s]".formatted(password("admin")))
        .build();
  }

  private static String password(String user) {
    return HUSH + "-" + user + "-7Qx";
  }

  private static String login(String user) {
    return login(user, password(user));
  }

  private static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  private static Map<String, Object> client(String user) throws Exception {
    Map<String, Object> client = new HashMap<>();
    client.put("bootstrap.servers", stack.bootstrapServers());
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "SCRAM-SHA-512");
    client.put("sasl.jaas.config", login(user));
    client.put("ssl.truststore.type", "PEM");
    client.put("ssl.truststore.location", certificates.pem("authority").toString());
    return client;
  }

  private static Path clientFile(String user) throws Exception {
    StringBuilder lines = new StringBuilder();
    client(user)
        .forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return Files.writeString(folder.resolve(user + "-client.properties"), lines);
  }

  /** The page's own file of options, with a user's login in a file of secrets beside it. */
  private static Path optionsFile(String user) throws Exception {
    Path home = Files.createDirectories(folder.resolve("etc-" + user));
    Files.copy(
        certificates.pem("authority"), home.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        certificates.trust("authority"),
        home.resolve("ca.p12"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        home.resolve("secrets.properties"),
        documented
            .block("properties", "kafka-login=")
            .replace("kizashi-job", user)
            .replace("CHANGE-ME", password(user)));
    return Files.writeString(
        home.resolve("job.properties"),
        documented
            .block("properties", "kafka.bootstrap-servers=")
            .replace("/etc/kizashi", home.toString())
            .replace("broker.example:9093", stack.bootstrapServers())
            .replace("https://registry.example/apis/ccompat/v7", registry.url())
            .replace("STORE-PASSWORD", Certificates.PASSWORD)
            .replace("kizashi:CHANGE-ME", REGISTRY_USER));
  }

  @Test
  @Order(1)
  void with_the_documented_rights_events_go_in_and_scores_come_out() throws Exception {
    Ran created = as("admin", "doctor", "--create");
    assertThat(created.err()).anyMatch(line -> line.startsWith("topics created: clickstream"));
    assertThat(created.out()).anyMatch(line -> line.contains("no model with its catalogue"));

    Path models = Installation.locate().home().resolve("docs/models/b2b-default");
    assertThat(
            as(
                    "kizashi-publisher",
                    "model",
                    "publish",
                    "--signals",
                    models.resolve("signals.yaml").toString(),
                    "--model",
                    models.resolve("model.yaml").toString())
                .err())
        .isEmpty();
    assertThat(as("admin", "doctor")).satisfies(AccessIT::findsNothing);
    assertThat(as("kizashi-job", "doctor")).satisfies(AccessIT::findsNothing);

    job = submit();
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    await().atMost(PATIENCE).until(() -> flink.isRunning(job));
    send("L1");
    assertThat(scoreOf("L1").getEngagement()).isPositive();
  }

  @Test
  @Order(2)
  void a_wrong_password_is_refused() throws Exception {
    assertThat(refusal("--kafka.client.sasl.jaas.config", login("kizashi-job", "hush-wrong")))
        .isEqualTo(
            "Kafka at %s refused the credentials (kafka.client.sasl.jaas.config)"
                .formatted(stack.bootstrapServers()));
  }

  @Test
  @Order(3)
  void an_authority_that_is_not_ours_is_not_believed() throws Exception {
    assertThat(
            refusal(
                "--kafka.client.ssl.truststore.location", certificates.pem("stranger").toString()))
        .isEqualTo(
            "Kafka at %s shows a certificate that no authority in the trust store has signed (kafka.client.ssl.truststore.location)"
                .formatted(stack.bootstrapServers()));
    assertThat(
            refusal(
                "--registry.client.schema.registry.ssl.truststore.location",
                certificates.trust("stranger").toString()))
        .isEqualTo(
            "The schema registry at %s shows a certificate that no authority in the trust store has signed (registry.client.schema.registry.ssl.truststore.location)"
                .formatted(registry.url()));
  }

  @Test
  @Order(4)
  void an_expired_certificate_is_not_believed() throws Exception {
    try (RegistryGate expired =
        RegistryGate.before(stack.registryUrl(), certificates.server("expired"), REGISTRY_USER)) {
      // Whoever listens there: the handshake comes before anything of Kafka's.
      String broker = "localhost:" + expired.port();
      assertThat(refusal("--kafka.bootstrap-servers", broker))
          .isEqualTo(
              "Kafka at %s shows a certificate that has expired: it has to be renewed there"
                  .formatted(broker));
      assertThat(refusal("--registry.url", expired.url()))
          .isEqualTo(
              "The schema registry at %s shows a certificate that has expired: it has to be renewed there"
                  .formatted(expired.url()));
    }
  }

  @Test
  @Order(5)
  void a_right_that_is_missing_is_named() throws Exception {
    documented.addUser("newcomer", password("newcomer"));
    documented.allowAs("kizashi-job", "newcomer");
    documented.revoke("newcomer", "Write", "sales-alerts");
    assertThat(refusal("--kafka.client.sasl.jaas.config", login("newcomer")))
        .isEqualTo(
            "Kafka at %s does not allow this user WRITE on the topic sales-alerts: docs/security.md has the commands"
                .formatted(stack.bootstrapServers()));
    assertThat(refusal("--sink.transactional-id-prefix", "other", "--kafka.group-id", "mine"))
        .isEqualTo(
            "Kafka at %s does not allow this user READ on the group mine (kafka.group-id), READ on the group mine-config (kafka.group-id), READ on the group mine-transfers (kafka.group-id), WRITE on transactional ids that begin with other (sink.transactional-id-prefix): docs/security.md has the commands"
                .formatted(stack.bootstrapServers()));

    Ran doctor = as("newcomer", "doctor");
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(doctor.out())
        .containsSequence(
            "✗ rights        WRITE is not allowed on sales-alerts",
            "    kafka-acls.sh --bootstrap-server %s --command-config admin.properties --add --allow-principal User:NAME --operation Write --topic sales-alerts"
                .formatted(stack.bootstrapServers()));
  }

  @Test
  @Order(6)
  void a_wrong_password_for_the_registry_is_refused() throws Exception {
    assertThat(refusal("--registry.client.basic.auth.user.info", "kizashi:hush-wrong"))
        .startsWith(
            "The schema registry at %s refused the credentials (registry.client.basic.auth.user.info"
                .formatted(registry.url()));
  }

  @Test
  @Order(7)
  void who_speaks_in_clear_to_a_broker_with_tls_is_told_what_it_waits_for() throws Exception {
    long from = log().length();
    String[] options =
        options(
            "--kafka.client.security.protocol", "PLAINTEXT",
            "--kafka.client.request.timeout.ms", "1000",
            "--kafka.client.default.api.timeout.ms", "1000");
    Thread starting =
        new Thread(
            () -> assertThat(catchThrowable(() -> LeadScoringJob.main(options))).isNotNull());
    starting.start();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                log()
                    .substring((int) from)
                    .contains(
                        "waiting: no answer from Kafka at %s: it is down, or does not speak PLAINTEXT (kafka.client.security.protocol)"
                            .formatted(stack.bootstrapServers())));
    starting.interrupt();
    starting.join();
  }

  @Test
  @Order(8)
  void a_right_revoked_on_the_way_stops_the_job_which_then_goes_on_where_it_was() throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    documented.revoke("kizashi-job", "Write", "lead-scores");
    send("L2");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                flink
                    .latestFailure(job)
                    .filter(
                        cause -> cause.contains("Not authorized to access topics: [lead-scores]"))
                    .isPresent());
    send("L3");
    documented.allow("kizashi-job", "Write", "lead-scores");

    assertThat(scoreOf("L2").getEngagement()).isPositive();
    assertThat(scoreOf("L3").getEngagement()).isPositive();
    try (CommittedRecords trail = new CommittedRecords(client("admin"), "audit-trail")) {
      List<AuditEntry> entries = trail.until(AuditEntry.class, all -> all.size() >= 3);
      assertThat(entries)
          .extracting(entry -> entry.getTopic() + entry.getPartition() + ":" + entry.getOffset())
          .hasSize(3)
          .doesNotHaveDuplicates();
    }
    try (CommittedRecords scores = new CommittedRecords(client("admin"), "lead-scores")) {
      assertThat(scores.soFar(LeadScore.class))
          .extracting(score -> score.getLeadId() + " " + score.getSequence())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @Order(9)
  void a_dead_letter_that_may_not_be_written_stops_the_job_and_is_not_dropped() throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    byte[] unreadable = {1, 2, 3};
    documented.revoke("kizashi-job", "Write", "dead-letters");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            client("kizashi-producer"), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("clickstream", unreadable)).get();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                flink
                    .latestFailure(job)
                    .filter(
                        cause -> cause.contains("Not authorized to access topics: [dead-letters]"))
                    .isPresent());
    try (CommittedRecords trail = new CommittedRecords(client("admin"), "audit-trail")) {
      assertThat(trail.soFar(AuditEntry.class))
          .noneMatch(entry -> entry.getFate() == Fate.DEAD_LETTER);
      documented.allow("kizashi-job", "Write", "dead-letters");

      assertThat(
              trail.until(
                  AuditEntry.class,
                  all -> all.stream().anyMatch(entry -> entry.getFate() == Fate.DEAD_LETTER)))
          .hasSize(4);
    }
    try (CommittedRecords letters = new CommittedRecords(client("admin"), "dead-letters")) {
      assertThat(letters.soFar())
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).isEqualTo(unreadable));
    }
  }

  @Test
  @Order(10)
  void a_second_job_under_the_same_prefix_is_refused() throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    await().atMost(PATIENCE).until(() -> flink.isRunning(job));
    Thread traffic = new Thread(AccessIT::trickle);
    traffic.start();
    try {
      scoreOf("busy");
      assertThat(refusal())
          .isEqualTo(
              "Kafka at %s has transactions of a job that runs under kizashi-lead-scoring already (sink.transactional-id-prefix): end it, or give this one a prefix of its own"
                  .formatted(stack.bootstrapServers()));
    } finally {
      traffic.interrupt();
      traffic.join();
    }
    assertThat(flink.isRunning(job)).isTrue();
  }

  /** Fifty page views a second, until it is interrupted. */
  private static void trickle() {
    try {
      Instant first = Instant.parse("2026-03-03T10:00:00Z");
      List<String> lines = new ArrayList<>();
      for (int number = 0; number < 5_000; number++) {
        lines.add(
            """
            {"topic":"clickstream","event_id":"busy-%d","occurred_at":"%s","type":"page_view","lead_id":"busy","url":"https://example.com/pricing"}"""
                .formatted(number, first.plusMillis(20L * number)));
      }
      Path events = Files.write(folder.resolve("busy.jsonl"), lines);
      as("kizashi-producer", "replay", events.toString(), "--speed", "1");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(11)
  void nothing_that_was_logged_holds_a_password() throws Exception {
    assertThat(log().contains("sasl.jaas.config = [hidden]")).isTrue();
    assertThat(log().contains("sasl.jaas.config = ***")).isTrue();
    try (Stream<Path> logs = Files.walk(stack.stateFolder().resolve("logs"))) {
      for (Path file : logs.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file).lines())
            .as(file.toString())
            .noneMatch(line -> line.contains(HUSH) || line.contains(Certificates.PASSWORD));
      }
    }
  }

  /** The one line with which the job's start ends; it is also what the log says, once. */
  private static String refusal(String... more) throws Exception {
    int from = log().length();
    Throwable thrown = catchThrowable(() -> LeadScoringJob.main(options(more)));
    assertThat(thrown).isInstanceOf(AccessException.class).hasNoCause();
    assertThat(thrown.getStackTrace()).isEmpty();
    assertThat(thrown.getMessage()).doesNotContain("\n");
    assertThat(errorsOfTheJob(log().substring(from)))
        .containsExactly("not started: " + thrown.getMessage());
    return thrown.getMessage();
  }

  private static List<String> errorsOfTheJob(String logged) throws Exception {
    List<String> errors = new ArrayList<>();
    for (String line : logged.lines().toList()) {
      JsonNode entry = JSON.readTree(line);
      if (entry.path("logger").asText().equals(LeadScoringJob.class.getName())
          && entry.path("level").asText().equals("ERROR")) {
        errors.add(entry.path("message").asText());
      }
    }
    return errors;
  }

  private static String[] options(String... more) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--config", optionsFile("kizashi-job").toString(),
                "--audit.trail", "true",
                "--checkpoints.interval", "1 s"));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  private static String submit() throws Exception {
    Settings settings =
        Settings.of(
            options(),
            // As a container would be given it; it goes before the file's.
            Map.of("KIZASHI_REGISTRY_CLIENT_BASIC_AUTH_USER_INFO", REGISTRY_USER));
    URI flink = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            flink.getHost(), flink.getPort(), FlinkDefaults.with(settings))) {
      environment.setParallelism(1);
      LeadScoringJob.wire(environment, settings);
      return environment.executeAsync("lead-scoring").getJobID().toString();
    }
  }

  private static Ran as(String user, String... arguments) throws Exception {
    return Ran.kizashi(
        Stream.concat(Stream.of(arguments), Stream.of("--config", optionsFile(user).toString()))
            .toArray(String[]::new));
  }

  private static void findsNothing(Ran doctor) {
    assertThat(doctor.out()).noneMatch(line -> line.startsWith("✗"));
    assertThat(doctor.exitCode()).as(doctor.out().toString()).isZero();
  }

  /** A form filled in, as a producer's client writes it. */
  private static void send(String lead) throws Exception {
    Path events =
        Files.writeString(
            folder.resolve(lead + ".jsonl"),
            """
            {"topic":"clickstream","event_id":"form-%s","occurred_at":"2026-03-02T10:00:00Z","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}
            """
                .formatted(lead, lead));
    Ran sent = as("kizashi-producer", "replay", events.toString());
    assertThat(sent.exitCode()).as(sent.toString()).isZero();
  }

  /** As a reader of the outputs sees it, in its group. */
  private static LeadScore scoreOf(String lead) throws Exception {
    Map<String, Object> reader = client("kizashi-reader");
    reader.put("group.id", "crm-scores");
    try (CommittedRecords scores = new CommittedRecords(reader, "lead-scores")) {
      return scores
          .until(
              LeadScore.class,
              all -> all.stream().anyMatch(score -> score.getLeadId().equals(lead)))
          .stream()
          .filter(score -> score.getLeadId().equals(lead))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String log() throws IOException {
    return Files.readString(stack.stateFolder().resolve("logs/embedded.log"));
  }
}
