package dev.kizashi.runtime.access;

import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka lets the job do, as its own clients see it. One question a method; every method throws
 * what {@link Refusals} turns into a line.
 */
public final class KafkaAccess implements AutoCloseable {
  /** Long enough for a broker under load, short enough to say soon that there is none. */
  private static final int PATIENCE_MILLIS = 20_000;

  /** Behind the sink's prefix; its own ids go on with a number. */
  private static final String TRIAL = "-access";

  /** Something was written, and it is neither committed nor aborted. */
  private static final Set<TransactionState> OPEN =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT);

  private final Settings settings;
  private final int patienceMillis;
  private final Admin admin;

  private KafkaAccess(Settings settings, int patienceMillis, Admin admin) {
    this.settings = settings;
    this.patienceMillis = patienceMillis;
    this.admin = admin;
  }

  /**
   * Makes a client; no request yet.
   *
   * @throws KafkaException when the client does not accept its settings
   */
  public static KafkaAccess open(Settings settings) {
    return open(settings, Duration.ofMillis(PATIENCE_MILLIS));
  }

  /**
   * The same with another patience.
   *
   * @param patience how long one answer may take
   */
  public static KafkaAccess open(Settings settings, Duration patience) {
    int millis = Math.toIntExact(patience.toMillis());
    return new KafkaAccess(settings, millis, Admin.create(client(settings, millis)));
  }

  private static Map<String, Object> client(Settings settings, int patienceMillis) {
    Map<String, Object> client = new HashMap<>(settings.passedOn(Settings.KAFKA_CLIENT));
    client.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS));
    client.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
    client.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
    return client;
  }

  /** For further questions. */
  public Admin admin() {
    return admin;
  }

  /**
   * What is known of some topics: those that are missing, those that may not be seen, and the rest.
   *
   * @param missing names
   * @param hidden names; whether they exist is not known either
   * @param seen descriptions, with what this user may do, by name
   */
  public record Topics(
      List<String> missing, List<String> hidden, Map<String, TopicDescription> seen) {}

  /** Looks for topics by their full names. */
  public Topics topics(Set<String> names) throws ExecutionException, InterruptedException {
    Topics found = new Topics(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin
            .describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
        new TreeMap<>(answers).entrySet()) {
      try {
        found.seen().put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          found.missing().add(answer.getKey());
        } else if (e.getCause() instanceof TopicAuthorizationException) {
          found.hidden().add(answer.getKey());
        } else {
          throw e;
        }
      }
    }
    return found;
  }

  /** Operations that are needed and not allowed, by topic; for topics that exist. */
  public static Map<String, Set<AclOperation>> denied(JobRights rights, Topics topics) {
    Map<String, Set<AclOperation>> denied = new TreeMap<>();
    topics.hidden().forEach(topic -> denied.put(topic, rights.topics().get(topic)));
    topics
        .seen()
        .forEach(
            (topic, description) -> {
              // A broker without ACLs allows everything, an old one says nothing.
              Set<AclOperation> allowed = description.authorizedOperations();
              Set<AclOperation> lacking = EnumSet.copyOf(rights.topics().get(topic));
              if (allowed != null && !allowed.containsAll(lacking)) {
                lacking.removeAll(allowed);
                denied.put(topic, lacking);
              }
            });
    return denied;
  }

  /** Groups that this user may not read: the lag of the job would not be seen. */
  public List<String> deniedGroups(JobRights rights)
      throws ExecutionException, InterruptedException {
    List<String> denied = new ArrayList<>();
    for (String group : rights.groups()) {
      try {
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof GroupAuthorizationException) {
          denied.add(group);
        } else if (!(e.getCause() instanceof GroupIdNotFoundException)) {
          throw e;
        }
      }
    }
    return denied;
  }

  /** What is wrong with the sink's transactions. */
  public enum Transactions {
    FINE,
    DENIED,
    /** {@code sink.transaction-timeout} is longer than brokers allow. */
    TIMEOUT_TOO_LONG
  }

  /**
   * Opens a transactional producer under an id of its own beside the sink's, and closes it: no
   * question says what this does. A broker forgets the id after a week.
   *
   * @param prefix of the sink's transactional ids
   */
  public Transactions transactions(String prefix) {
    Map<String, Object> client = client(settings, patienceMillis);
    client.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
    client.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patienceMillis);
    client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + TRIAL);
    client.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Math.toIntExact(settings.get(JobOptions.SINK_TRANSACTION_TIMEOUT).toMillis()));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      return Transactions.FINE;
    } catch (TransactionalIdAuthorizationException e) {
      return Transactions.DENIED;
    } catch (KafkaException e) {
      return overLimit(e).orElseThrow(() -> e);
    }
  }

  /**
   * Ids of the transactions of the sink with that prefix that are open. One that works has others
   * after each checkpoint; one that has died never has another. None on brokers that do not list
   * transactions.
   *
   * @param prefix of the sink's transactional ids
   */
  public Set<String> open(String prefix) throws ExecutionException, InterruptedException {
    // Behind the prefix the subtask and a checkpoint; another prefix may begin with this one.
    Pattern ids = Pattern.compile(Pattern.quote(prefix) + "-\\d+-\\d+");
    try {
      return admin
          .listTransactions(new ListTransactionsOptions().filterStates(OPEN))
          .all()
          .get()
          .stream()
          .map(TransactionListing::transactionalId)
          .filter(id -> ids.matcher(id).matches())
          .collect(Collectors.toSet());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        return Set.of();
      }
      throw e;
    }
  }

  /** The producer has no exception of its own for it. */
  private static Optional<Transactions> overLimit(KafkaException e) {
    return String.valueOf(e.getMessage()).contains("transaction.max.timeout.ms")
        ? Optional.of(Transactions.TIMEOUT_TOO_LONG)
        : Optional.empty();
  }

  @Override
  public void close() {
    admin.close();
  }
}
