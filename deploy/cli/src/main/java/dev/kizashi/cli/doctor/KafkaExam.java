package dev.kizashi.cli.doctor;

import dev.kizashi.runtime.access.JobRights;
import dev.kizashi.runtime.access.KafkaAccess;
import dev.kizashi.runtime.access.Refusals;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Brokers, topics, rights and transactions, as the job's own user sees them. */
final class KafkaExam {
  private static final String BROKERS = "brokers";
  private static final String RIGHTS = "rights";
  private static final String TRANSACTIONS = "transactions";
  private static final String LARGEST_TRANSACTION = "transaction.max.timeout.ms";

  private final Settings settings;
  private final Duration plannedOutage;
  private final Remedies remedies;
  private final Refusals refusals;
  private final JobRights rights;
  private final List<Finding> findings = new ArrayList<>();

  KafkaExam(Settings settings, Duration plannedOutage) {
    this.settings = settings;
    this.plannedOutage = plannedOutage;
    this.remedies = new Remedies(settings);
    this.refusals = new Refusals(settings);
    this.rights = JobRights.of(settings);
  }

  /**
   * Asks, one thing after the other; what depends on an answer that did not come is left out.
   *
   * @param patience how long one answer may take
   */
  List<Finding> findings(Duration patience) {
    try (KafkaAccess kafka = KafkaAccess.open(settings, patience)) {
      brokers(kafka);
      KafkaAccess.Topics topics = kafka.topics(rights.topics().keySet());
      findings.addAll(new TopicExam(settings).findings(kafka, topics));
      rights(kafka, topics);
      transactions(kafka);
    } catch (ExecutionException | RuntimeException e) {
      findings.add(
          refusals
              .ofKafka(e)
              .map(line -> Finding.wrong(BROKERS, line))
              .orElseGet(
                  () ->
                      Finding.unreachable(
                          BROKERS,
                          refusals.noAnswerOfKafka()
                              + ": start it, or name another with --bootstrap",
                          "kizashi local up")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka", e);
    }
    return findings;
  }

  private void brokers(KafkaAccess kafka) throws ExecutionException, InterruptedException {
    DescribeClusterResult cluster = kafka.admin().describeCluster();
    Collection<Node> nodes = cluster.nodes().get();
    findings.add(
        Finding.fine(
            BROKERS,
            "%d, cluster %s, at %s"
                .formatted(
                    nodes.size(),
                    cluster.clusterId().get(),
                    settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS))));
  }

  private void rights(KafkaAccess kafka, KafkaAccess.Topics topics)
      throws ExecutionException, InterruptedException {
    int before = findings.size();
    Map<AclOperation, Set<String>> byOperation = new TreeMap<>();
    KafkaAccess.denied(rights, topics)
        .forEach(
            (topic, operations) ->
                operations.forEach(
                    operation ->
                        byOperation
                            .computeIfAbsent(operation, added -> new TreeSet<>())
                            .add(topic)));
    byOperation.forEach(
        (operation, names) ->
            findings.add(
                Finding.wrong(
                    RIGHTS,
                    "%s is not allowed on %s".formatted(operation, String.join(", ", names)),
                    remedies.allowTopics(operation, names))));
    List<String> groups = kafka.deniedGroups(rights);
    if (!groups.isEmpty()) {
      findings.add(
          Finding.wrong(
              RIGHTS,
              "READ is not allowed on the groups " + String.join(", ", groups),
              remedies.allowGroups(settings.get(JobOptions.KAFKA_GROUP_ID))));
    }
    if (findings.size() == before) {
      findings.add(Finding.fine(RIGHTS, "topics and groups: what the job needs is allowed"));
    }
  }

  private void transactions(KafkaAccess kafka) throws ExecutionException, InterruptedException {
    Duration timeout = settings.get(JobOptions.SINK_TRANSACTION_TIMEOUT);
    for (String prefix : rights.transactionalIds()) {
      switch (kafka.transactions(prefix)) {
        case FINE -> outage(timeout);
        case DENIED ->
            findings.add(
                Finding.wrong(
                    RIGHTS,
                    "WRITE is not allowed on transactional ids that begin with " + prefix,
                    remedies.allowTransactions(
                        settings.get(JobOptions.SINK_TRANSACTIONAL_ID_PREFIX))));
        case TIMEOUT_TOO_LONG -> tooLong(kafka, timeout);
      }
    }
  }

  private void tooLong(KafkaAccess kafka, Duration timeout)
      throws ExecutionException, InterruptedException {
    findings.add(
        Finding.wrong(
            TRANSACTIONS,
            "sink.transaction-timeout is %d s, and brokers allow %s: shorten it, or, in every broker's server.properties,"
                .formatted(timeout.toSeconds(), limit(kafka)),
            "%s=%d".formatted(LARGEST_TRANSACTION, timeout.toMillis())));
  }

  private static String limit(KafkaAccess kafka) throws ExecutionException, InterruptedException {
    Node broker = kafka.admin().describeCluster().nodes().get().iterator().next();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
    try {
      String millis =
          kafka
              .admin()
              .describeConfigs(List.of(resource))
              .all()
              .get()
              .get(resource)
              .get(LARGEST_TRANSACTION)
              .value();
      return Duration.ofMillis(Long.parseLong(millis)).toSeconds() + " s";
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return "less";
      }
      throw e;
    }
  }

  /** A transaction that outlives its time is aborted, and what was in it is lost. */
  private void outage(Duration timeout) {
    Duration needed = plannedOutage.plus(settings.get(JobOptions.CHECKPOINT_INTERVAL));
    findings.add(
        timeout.compareTo(needed) > 0
            ? Finding.fine(
                TRANSACTIONS,
                "%d s, longer than an outage of %d s"
                    .formatted(timeout.toSeconds(), plannedOutage.toSeconds()))
            : Finding.wrong(
                TRANSACTIONS,
                "sink.transaction-timeout is %d s: an outage of %d s and the checkpoint before it would lose what was not committed; set the job's"
                    .formatted(timeout.toSeconds(), plannedOutage.toSeconds()),
                "sink.transaction-timeout=%d s".formatted(2 * needed.toSeconds())));
  }
}
