package dev.kizashi.runtime.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** Every option that the jobs know; the reference page is generated from here. */
public final class JobOptions {
  private JobOptions() {}

  /** Where a job without a savepoint begins to read. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      key("kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Brokers to begin with, host:port, separated by commas.");

  public static final ConfigOption<String> KAFKA_GROUP_ID =
      key("kafka.group-id")
          .stringType()
          .defaultValue("kizashi-lead-scoring")
          .withDescription(
              "Consumer group that offsets are committed to, for lag to be seen; the job itself"
                  + " continues from its checkpoints.");

  public static final ConfigOption<Start> KAFKA_START =
      key("kafka.start")
          .enumType(Start.class)
          .defaultValue(Start.EARLIEST)
          .withDescription(
              "Where a job without a savepoint begins. Afterwards a lost offset fails the job; it"
                  + " never skips.");

  public static final ConfigOption<Boolean> KAFKA_BOUNDED =
      key("kafka.bounded")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "End at the topics' ends as they are at the start, for backfills and benchmarks. The"
                  + " end of input is the end of time: every pending instant fires.");

  public static final ConfigOption<String> TOPIC_PREFIX =
      key("topics.prefix")
          .stringType()
          .defaultValue("")
          .withDescription("Goes before every topic's name of the contract.");

  public static final ConfigOption<String> REGISTRY_URL =
      key("registry.url")
          .stringType()
          .noDefaultValue()
          .withDescription("Schema registries with Confluent's API, separated by commas.");

  public static final ConfigOption<Boolean> REGISTRY_REGISTER =
      key("registry.register-schemas")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Register the output topics' schemas at the start. Off, they have to be there.");

  public static final ConfigOption<DeliveryGuarantee> SINK_DELIVERY =
      key("sink.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.EXACTLY_ONCE)
          .withDescription(
              "EXACTLY_ONCE: outputs become visible to read_committed consumers with each"
                  + " checkpoint. AT_LEAST_ONCE: at once, repeated after a failure with the same"
                  + " alert ids and sequence numbers; what moves between leads stays exactly once.");

  public static final ConfigOption<String> SINK_TRANSACTIONAL_ID_PREFIX =
      key("sink.transactional-id-prefix")
          .stringType()
          .defaultValue("kizashi-lead-scoring")
          .withDescription(
              "Before the ids of the sink's transactions; its own for every job on one cluster. A job"
                  + " that finds another at work under it does not start.");

  public static final ConfigOption<Duration> SINK_TRANSACTION_TIMEOUT =
      key("sink.transaction-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(15))
          .withDescription(
              "Longer than the longest planned outage, at most the broker's"
                  + " transaction.max.timeout.ms (15 min by default). What was not committed by"
                  + " then is lost.");

  public static final ConfigOption<String> ALERT_SOURCE =
      key("alerts.source")
          .stringType()
          .defaultValue("/kizashi/lead-scoring")
          .withDescription("ce_source of alerts as CloudEvents, a URI reference.");

  public static final ConfigOption<Boolean> AUDIT_TRAIL =
      key("audit.trail")
          .booleanType()
          .defaultValue(false)
          .withDescription("Write the fate of every input record to audit-trail.");

  public static final ConfigOption<MemorySize> EVENT_MAX_SIZE =
      key("events.max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("Larger records go to the dead letters as TOO_LARGE.");

  public static final ConfigOption<Duration> EVENT_MAX_AHEAD =
      key("events.max-ahead")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "Events further ahead of the machine's clock go to the dead letters as"
                  + " FUTURE_TIMESTAMP and move no watermark.");

  public static final ConfigOption<Duration> EVENT_MAX_AGE =
      key("events.max-age")
          .durationType()
          .defaultValue(Duration.ofDays(7305))
          .withDescription(
              "Events longer ago than this go to the dead letters as PAST_TIMESTAMP; twenty years"
                  + " by default, which only broken clocks exceed.");

  public static final ConfigOption<Duration> WATERMARK_DISORDER =
      key("watermarks.disorder")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How far a partition's time stays behind its latest event, so that stragglers come"
                  + " before a cooling that they prevent.");

  public static final ConfigOption<Duration> WATERMARK_IDLENESS =
      key("watermarks.idleness")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription("A partition silent for this long no longer holds time back.");

  public static final ConfigOption<Duration> WATERMARK_MAX_DRIFT =
      key("watermarks.max-drift")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "For replays of history: how far, in event time, a partition is read ahead of the one"
                  + " furthest behind, so that topics come about as they happened. Otherwise a"
                  + " short topic is read to its end first, and what hangs on arrival comes out"
                  + " otherwise: whose a shared browser is, and whether a repetition is still within"
                  + " dedupe_window. 0 is without bound, as live traffic wants it: one partition with"
                  + " old events would hold up all others.");

  public static final ConfigOption<Double> IDLE_PACE =
      key("watermarks.idle-pace")
          .doubleType()
          .defaultValue(1.0)
          .withDescription(
              "How fast event time goes on while every input is silent: seconds a second. 1 is"
                  + " real time; 0 stops; a demo with accelerated traffic sets its own speed.");

  public static final ConfigOption<Duration> VISITORS_WAIT =
      key("visitors.wait")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "How long what an anonymous visitor did waits for a name, after its latest event.");

  public static final ConfigOption<Duration> VISITORS_REMEMBER =
      key("visitors.remember")
          .durationType()
          .defaultValue(Duration.ofDays(400))
          .withDescription("How long a visitor is known to be a lead's, after its latest event.");

  public static final ConfigOption<MemorySize> LEADS_ACTIVE =
      key("leads.active-memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(32))
          .withDescription(
              "Heap of each task, by an estimate, for leads that act now. They are read from RocksDB"
                  + " once a session instead of for every event, and written at the latest when a"
                  + " checkpoint is taken. With all slots of a TaskManager it should stay below half"
                  + " of its task heap. 0 reads and writes at every event.");

  public static final ConfigOption<String> ERASURE_SECRET =
      key("erasure.secret")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Key of the hash by which an erased id is remembered for 30 days. Without one a"
                  + " random key is made up and kept in the state, beside what it protects.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      key("checkpoints.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Also the pace at which exactly-once outputs become visible.");
}
