package dev.kizashi.runtime.access;

import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.kafka.KafkaEnds;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the job is let in everywhere it has to go, found out at its start, where somebody reads
 * the answer: a task that is refused later restarts for ever, with a trace each time. Who does not
 * answer is waited for, with a line for each try.
 */
public final class JobAccess {
  private static final Logger LOG = LoggerFactory.getLogger(JobAccess.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Settings settings;
  private final Refusals refusals;

  private JobAccess(Settings settings) {
    this.settings = settings;
    this.refusals = new Refusals(settings);
  }

  /**
   * Asks brokers and registry for all that the job needs of them.
   *
   * @return the ids under which the registry knows what the job writes
   * @throws AccessException when the job is refused, or what it needs is not there
   */
  public static Map<OutputTopic, Integer> check(Settings settings) {
    JobAccess access = new JobAccess(settings);
    access.answered(access::kafka);
    return access.answered(access::schemaIds);
  }

  /** Thrown by a question that was not answered. */
  private static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message) {
      super(message, null, false, false);
    }
  }

  private <T> T answered(Callable<T> question) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return question.call();
      } catch (NoAnswer e) {
        LOG.warn("waiting: {}; next try in {} s", e.getMessage(), pause.toSeconds());
        sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a question fails with NoAnswer or unchecked", e);
      }
    }
  }

  private Void kafka() throws NoAnswer {
    JobRights rights = JobRights.of(settings);
    try (KafkaAccess kafka = KafkaAccess.open(settings)) {
      KafkaAccess.Topics topics = kafka.topics(rights.topics().keySet());
      if (!topics.missing().isEmpty()) {
        throw new AccessException(
            "%s has no topic %s: create what is missing with `kizashi doctor --create`"
                .formatted(refusals.kafka(), String.join(", ", topics.missing())));
      }
      List<String> denied = new ArrayList<>();
      KafkaAccess.denied(rights, topics)
          .forEach(
              (topic, operations) ->
                  operations.forEach(
                      operation -> denied.add(operation + " on the topic " + topic)));
      kafka
          .deniedGroups(rights)
          .forEach(group -> denied.add("READ on the group %s (kafka.group-id)".formatted(group)));
      for (String prefix : rights.transactionalIds()) {
        switch (kafka.transactions(prefix)) {
          case FINE -> {}
          case DENIED ->
              denied.add(
                  "WRITE on transactional ids that begin with %s (sink.transactional-id-prefix)"
                      .formatted(prefix));
          case TIMEOUT_TOO_LONG ->
              throw new AccessException(
                  "%s does not allow transactions of %d s (sink.transaction-timeout; the broker's transaction.max.timeout.ms)"
                      .formatted(
                          refusals.kafka(),
                          settings.get(JobOptions.SINK_TRANSACTION_TIMEOUT).toSeconds()));
        }
      }
      if (!denied.isEmpty()) {
        throw new AccessException(
            "%s does not allow this user %s: docs/security.md has the commands"
                .formatted(refusals.kafka(), String.join(", ", denied)));
      }
      for (String prefix : rights.transactionalIds()) {
        alone(kafka, prefix);
      }
      return null;
    } catch (AccessException e) {
      throw e;
    } catch (ExecutionException | RuntimeException e) {
      throw new AccessException(
          refusals.ofKafka(e).orElseThrow(() -> new NoAnswer(refusals.noAnswerOfKafka())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Two jobs under one prefix abort each other's transactions, and what is in them is lost. So one
   * that works on is looked for: under its prefix other transactions open with each checkpoint.
   * Those of a job that has died stay as they are until the sink aborts them; to tell the two apart
   * takes as long as two checkpoints. A job without traffic has none open and is not seen.
   */
  private void alone(KafkaAccess kafka, String prefix)
      throws ExecutionException, InterruptedException {
    Set<String> known = new HashSet<>(kafka.open(prefix));
    if (known.isEmpty()) {
      // It may have committed right now.
      Thread.sleep(LOOK_AGAIN.toMillis());
      known.addAll(kafka.open(prefix));
    }
    if (known.isEmpty()) {
      return;
    }
    Duration watch = settings.get(JobOptions.CHECKPOINT_INTERVAL).multipliedBy(2);
    LOG.info(
        "transactions are open under {}: watching for {} s whether a job goes on there",
        prefix,
        watch.toSeconds());
    long until = System.nanoTime() + watch.toNanos();
    while (System.nanoTime() < until) {
      Thread.sleep(LOOK_AGAIN.toMillis());
      if (!known.containsAll(kafka.open(prefix))) {
        throw new AccessException(
            "%s has transactions of a job that runs under %s already (sink.transactional-id-prefix): end it, or give this one a prefix of its own"
                .formatted(refusals.kafka(), prefix));
      }
    }
  }

  private Map<OutputTopic, Integer> schemaIds() throws NoAnswer {
    try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(KafkaEnds.registry(settings))) {
      return OutputSchemas.ids(
          registry,
          settings.get(JobOptions.TOPIC_PREFIX),
          settings.get(JobOptions.REGISTRY_REGISTER));
    } catch (RuntimeException e) {
      throw new AccessException(
          refusals
              .ofRegistry(e)
              .orElseThrow(
                  () ->
                      new NoAnswer(
                          "no answer from %s: %s".formatted(refusals.registry(), e.getMessage()))));
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while asking for access", e);
  }
}
