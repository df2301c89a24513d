package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The job under the default model on a stack, embedded or of processes, written to and read as by
 * any client. For one thread.
 */
final class ScoringStack implements AutoCloseable {
  /** Far more than anything takes here on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final int PARALLELISM = 2;

  private static final int LARGEST_REQUEST = 16 << 20;
  private static final String CHECKPOINTS = "1 s";
  private static final Pattern CLIENT_THREADS =
      Pattern.compile("kafka-(admin-client|producer-network)-thread");
  private static final Map<InputTopic, String> RECORDS =
      Map.of(
          InputTopic.CLICKSTREAM, "ClickstreamEvent",
          InputTopic.EMAIL_ENGAGEMENT, "EmailEngagementEvent",
          InputTopic.OFFLINE_ACTIVITY, "OfflineActivityEvent",
          InputTopic.CRM_UPDATES, "CrmUpdate",
          InputTopic.SCORING_CONFIG, "ScoringConfig");

  private final Stack stack;
  private final SchemaRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final OutputEncoder encoder = new OutputEncoder();
  private final Map<InputTopic, Integer> schemaIds = new EnumMap<>(InputTopic.class);
  private final List<CommittedRecords> readers = new ArrayList<>();
  private final FlinkRest flink;
  private final Submission submission;
  private final List<String> options;
  private String job;

  private ScoringStack(Stack stack, Submission submission, String... options) {
    this.stack = stack;
    this.submission = submission;
    this.options = arguments(options);
    registry =
        ConfluentSchemaRegistry.connect(
            new RegistrySettings(List.of(stack.registryUrl()), Map.of()));
    RECORDS.forEach(
        (topic, record) ->
            schemaIds.put(
                topic, register(topic.topicName() + "-value", OutputSchemas.text(record))));
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Topics.create(stack.bootstrapServers());
    defaultDocuments().forEach(this::publish);
    flink = new FlinkRest(stack.flinkUrl());
    job = submission.submit(this, this.options);
    await().atMost(PATIENCE).until(() -> flink.isRunning(job));
  }

  /** Returns once the job runs; with the audit trail, and a checkpoint a second. */
  static ScoringStack start(StackSettings.Builder settings, String... options) {
    EmbeddedStack stack =
        EmbeddedStack.start(settings.taskManagers(PARALLELISM, 1).build(), StackListener.SILENT);
    try {
      return new ScoringStack(stack, ScoringStack::submitFromHere, options);
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  /** On a stack of processes that stands already, from the job's jar; closes it in the end. */
  static ScoringStack on(LocalStack stack, String... options) {
    try {
      return new ScoringStack(stack, ScoringStack::submitJar, options);
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  /** Brings the job onto the cluster and says its id. */
  private interface Submission {
    String submit(ScoringStack stack, List<String> arguments);
  }

  static List<ConfigDocument> defaultDocuments() {
    Path folder = Installation.locate().home().resolve("docs/models/b2b-default");
    return DocumentFiles.read(folder.resolve("signals.yaml"), folder.resolve("model.yaml"))
        .toPublish();
  }

  private List<String> arguments(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--kafka.bootstrap-servers=" + stack.bootstrapServers(),
                "--registry.url=" + stack.registryUrl(),
                "--registry.register-schemas=true",
                "--audit.trail=true",
                "--checkpoints.interval=" + CHECKPOINTS));
    arguments.addAll(List.of(options));
    return arguments;
  }

  private String submitJar(List<String> arguments) {
    Path folder = Installation.locate().home().resolve("jobs/lead-scoring/target");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "lead-scoring-*-job.jar")) {
      String uploaded = flink.upload(jars.iterator().next());
      return flink.run(uploaded, FlinkRest.Submission.of(PARALLELISM, arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String submitFromHere(List<String> arguments) {
    Settings settings = Settings.of(arguments.toArray(String[]::new), Map.of());
    URI flink = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            flink.getHost(), flink.getPort(), FlinkDefaults.with(settings))) {
      environment.setParallelism(PARALLELISM);
      LeadScoringJob.wire(environment, settings);
      return environment.executeAsync("lead-scoring").getJobID().toString();
    } catch (Exception e) {
      throw new IllegalStateException("the job could not be submitted", e);
    }
  }

  /** The id under which a schema, whoever's, is known from now on. */
  int register(String subject, String schema) {
    return registry.register(subject, schema);
  }

  /** A record of the topic's own schema as its producer would frame it. */
  byte[] framed(InputTopic topic, SpecificRecord record) {
    return WireFormat.frame(schemaIds.get(topic), encoder.body(record));
  }

  /** With the key of its topic, which keeps the order; returns once it is written. */
  void send(String jsonLine) {
    JsonLines.Line line = JsonLines.read(jsonLine);
    send(
        line.topic(),
        key(line),
        framed(line.topic(), line.record()),
        (metadata, failure) -> assertThat(failure).isNull());
    producer.flush();
  }

  /** Whoever the event is about; on the web the visitor first. */
  private static byte[] key(JsonLines.Line line) {
    SpecificRecord record = line.record();
    return Stream.of(line.topic() == InputTopic.CLICKSTREAM ? "visitor_id" : "", "lead_id", "email")
        .map(record.getSchema()::getField)
        .filter(Objects::nonNull)
        .map(field -> record.get(field.pos()))
        .filter(Objects::nonNull)
        .findFirst()
        .map(id -> id.toString().getBytes(StandardCharsets.UTF_8))
        .orElseThrow();
  }

  /** Anything at all, at some later time; {@link #flush} waits for it. */
  void send(InputTopic topic, byte[] key, byte[] value, Callback written) {
    producer.send(new ProducerRecord<>(topic.topicName(), key, value), written);
  }

  void flush() {
    producer.flush();
  }

  /** Returns once it is written; whether it is accepted is the job's. */
  void publish(ConfigDocument document) {
    boolean signals = document.kind() == ConfigDocument.Kind.SIGNALS;
    ScoringConfig config =
        ScoringConfig.newBuilder()
            .setKind(signals ? ConfigKind.SIGNALS : ConfigKind.MODEL)
            .setName(document.name())
            .setVersion(document.version())
            .setDocument(document.text())
            .setPublishedAt(Instant.now())
            .build();
    String key = signals ? document.name() : "model/" + document.name();
    send(
        InputTopic.SCORING_CONFIG,
        key.getBytes(StandardCharsets.UTF_8),
        framed(InputTopic.SCORING_CONFIG, config),
        (metadata, failure) -> assertThat(failure).isNull());
    flush();
  }

  /** What the job has committed to a topic, from its beginning; closed with the stack. */
  CommittedRecords read(OutputTopic topic) {
    CommittedRecords reader = new CommittedRecords(stack.bootstrapServers(), topic.topicName());
    readers.add(reader);
    return reader;
  }

  /** How often the job has been restarted, as Flink counts it. */
  long restarts() {
    String url = stack.flinkUrl() + "/jobs/" + job + "/metrics?get=numRestarts";
    try {
      for (JsonNode metric : new JsonMapper().readTree(URI.create(url).toURL())) {
        return metric.path("value").asLong();
      }
      throw new IllegalStateException("Flink has no numRestarts");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the job without a savepoint; its checkpoints stay. */
  void cancel() {
    flink.cancel(job);
    await().atMost(PATIENCE).until(() -> flink.status(job).isGloballyTerminalState());
  }

  /** Submits it again as a job of its own; whether it comes to run is another question. */
  void goOnFrom(String checkpoint) {
    List<String> more = new ArrayList<>(options);
    more.add("--flink.execution.state-recovery.path=" + checkpoint);
    job = submission.submit(this, more);
  }

  String bootstrapServers() {
    return stack.bootstrapServers();
  }

  FlinkRest flink() {
    return flink;
  }

  /** Flink's id of the job as it was submitted last. */
  String job() {
    return job;
  }

  @Override
  public void close() {
    if (!flink.status(job).isGloballyTerminalState()) {
      cancel();
    }
    readers.forEach(CommittedRecords::close);
    producer.close();
    registry.close();
    try {
      // One thread left behind keeps all classes of the job in a TaskManager, at each submission.
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(clientThreads()).isEmpty());
    } finally {
      stack.close();
    }
  }

  /** Of Kafka's clients, the job's like the test's. */
  private static List<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> CLIENT_THREADS.matcher(name).lookingAt())
        .toList();
  }
}
