package dev.kizashi.relay;

import dev.kizashi.events.SalesAlert;
import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.runtime.codec.OutputDecoder;
import dev.kizashi.runtime.codec.UnusableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Carries alerts to the receiver, one after the other, each of a lead that no other courier has. An
 * alert is done when the receiver has it or when it lies with the dead letters, never before.
 */
final class Courier {
  private final LeadQueues queues;
  private final OutputDecoder decoder;
  private final Receiver receiver;
  private final RetryPolicy retries;
  private final Outbox outbox;
  private final String defaultSource;
  private final Counters counters;
  private final Notes notes;
  private final Outage registryOutage;
  private final Outage brokerOutage;
  private final LongSupplier nanos;

  /**
   * @param defaultSource of alerts that do not say where they come from
   * @param notes hears of what failed
   */
  Courier(
      LeadQueues queues,
      OutputDecoder decoder,
      Receiver receiver,
      RetryPolicy retries,
      Outbox outbox,
      String defaultSource,
      Counters counters,
      Notes notes,
      LongSupplier nanos) {
    this.queues = queues;
    this.decoder = decoder;
    this.receiver = receiver;
    this.retries = retries;
    this.outbox = outbox;
    this.defaultSource = defaultSource;
    this.counters = counters;
    this.notes = notes;
    this.nanos = nanos;
    this.registryOutage = new Outage("The schema registry", notes, nanos);
    this.brokerOutage = new Outage("Kafka, for a dead letter,", notes, nanos);
  }

  /** Until the queues are closed; for any number of threads. */
  void run() throws InterruptedException {
    for (Undelivered alert = queues.take(); alert != null; alert = queues.take()) {
      carry(alert);
    }
  }

  private void carry(Undelivered alert) throws InterruptedException {
    if (alert.progress().isAbandoned()) {
      queues.done(alert);
    } else if (alert.isTombstone()) {
      done(alert);
    } else if (alert.givenUp().isPresent()) {
      bury(alert);
    } else {
      Optional<AlertMessage> message = message(alert);
      if (message.isPresent()) {
        deliver(alert, message.get());
      }
    }
  }

  /** Empty where the alert has gone another way. */
  private Optional<AlertMessage> message(Undelivered alert) throws InterruptedException {
    SalesAlert record;
    try {
      record = decoder.decode(SalesAlert.class, alert.value());
    } catch (UnusableException e) {
      giveUp(alert, e.unusable());
      return Optional.empty();
    } catch (RegistryUnavailableException e) {
      alert.leftUnread();
      registryOutage.goesOn();
      queues.again(alert, registryOutage.pauseNanos());
      return Optional.empty();
    }
    // Others may be read by schemas that are known, and tell nothing of the registry.
    if (alert.readAtLast()) {
      registryOutage.isOver();
    }
    AlertMessage message = AlertMessage.of(record, alert.source().orElse(defaultSource));
    if (!message.isSendable()) {
      giveUp(alert, new Unusable(DeadLetterReason.INVALID, "alert_id is no id"));
      return Optional.empty();
    }
    return Optional.of(message);
  }

  private void deliver(Undelivered alert, AlertMessage message) throws InterruptedException {
    alert.tried(nanos.getAsLong());
    Answer answer = receiver.post(message);
    switch (answer.verdict()) {
      case DELIVERED -> {
        done(alert);
        counters.delivered.increment();
        if (alert.failures() > 0) {
          note(alert, message, alert.failures() + 1, answer.words());
        }
      }
      case LATER -> failed(alert, message, answer);
      case NEVER -> {
        int tries = alert.failed();
        note(alert, message, tries, answer.words() + ", given up");
        giveUp(alert, undeliverable("the receiver refused it: " + answer.words()));
      }
    }
  }

  private void failed(Undelivered alert, AlertMessage message, Answer answer)
      throws InterruptedException {
    int tries = alert.failed();
    Optional<Duration> pause =
        retries.pause(
            tries,
            alert.sinceFirstTry(nanos.getAsLong()),
            answer.asked(),
            ThreadLocalRandom.current().nextDouble());
    if (pause.isPresent()) {
      // The first, the second, the fourth …: an outage of a day must not fill a disk.
      if (Integer.bitCount(tries) == 1) {
        note(alert, message, tries, answer.words());
      }
      counters.retried.increment();
      queues.again(alert, pause.get().toNanos());
    } else {
      note(alert, message, tries, answer.words() + ", given up");
      giveUp(
          alert,
          undeliverable("not delivered in %d tries, at last: %s".formatted(tries, answer.words())));
    }
  }

  private static Unusable undeliverable(String detail) {
    return new Unusable(DeadLetterReason.UNDELIVERABLE, detail);
  }

  private void giveUp(Undelivered alert, Unusable why) throws InterruptedException {
    alert.giveUp(why);
    bury(alert);
  }

  private void bury(Undelivered alert) throws InterruptedException {
    Unusable why = alert.givenUp().orElseThrow();
    try {
      outbox.bury(alert, why);
    } catch (KafkaException e) {
      if (!(e instanceof RetriableException)) {
        // Rather stop than lose it.
        throw e;
      }
      brokerOutage.goesOn();
      queues.again(alert, brokerOutage.pauseNanos());
      return;
    }
    brokerOutage.isOver();
    done(alert);
    counters.deadLettered.increment();
    notes.note(
        "partition %d offset %d: dead letter %s, %s"
            .formatted(alert.partition(), alert.offset(), why.reason(), why.detail()));
  }

  private void done(Undelivered alert) {
    alert.progress().done(alert.offset());
    queues.done(alert);
  }

  private void note(Undelivered alert, AlertMessage message, int tries, String words) {
    notes.note(
        "alert %s partition %d offset %d: try %d, %s"
            .formatted(message.id(), alert.partition(), alert.offset(), tries, words));
  }
}
