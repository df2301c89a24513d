package dev.kizashi.relay;

import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.OutputDecoder;
import dev.kizashi.runtime.records.OutputTopic;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Sales alerts from their topic to a CRM's endpoint, and its acknowledgements back.
 *
 * <p>At least once: an offset is committed when its alert, and every one before it on its
 * partition, is delivered or a dead letter; what was in between when a relay died is delivered
 * again, under the same id. In order by lead: the first arrivals of a lead's alerts are in the
 * order of the topic, whatever failed, and also when a partition moves between relays. It is lost
 * when the topic deletes an alert before it was delivered, which is noticed and ends the relay.
 *
 * <pre>
 * topic → Intake → LeadQueues → Courier × leads at once → Receiver
 *           ↑                      ↓          ↓
 *           └── PartitionProgress ─┘        Outbox → dead letters
 * </pre>
 */
public final class Relay implements AutoCloseable {
  private final RelaySettings settings;
  private final Notes notes;
  private final Counters counters = new Counters();
  private final LeadQueues queues = new LeadQueues(System::nanoTime);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Outbox outbox;
  private final Intake intake;
  private final Courier courier;
  private final ExecutorService couriers;
  private final Receiver receiver;

  /**
   * Connects to nothing yet.
   *
   * @param registry stays the caller's
   */
  public Relay(RelaySettings settings, SchemaRegistry registry, Notes notes) {
    this.settings = settings;
    this.notes = notes;
    RelaySettings.Source source = settings.source();
    RelaySettings.Target target = settings.target();
    outbox = new Outbox(source.kafka(), source.topicPrefix(), registry);
    intake =
        new Intake(
            source.kafka(),
            source.group(),
            source.topicPrefix() + OutputTopic.SALES_ALERTS.topicName(),
            source.from(),
            queues,
            notes,
            System::nanoTime);
    receiver =
        new Receiver(
            target.endpoint(),
            target.signatures(),
            target.trust(),
            target.patience(),
            target.leadsAtOnce(),
            Clock.systemUTC());
    courier =
        new Courier(
            queues,
            new OutputDecoder(registry),
            receiver,
            settings.retries(),
            outbox,
            source.alertSource(),
            counters,
            notes,
            System::nanoTime);
    couriers = Executors.newFixedThreadPool(target.leadsAtOnce());
  }

  /**
   * Until stopped.
   *
   * @throws RelayFailure it cannot go on
   * @throws org.apache.kafka.common.KafkaException the brokers refuse it
   * @throws dev.kizashi.registry.RegistryException the registry does
   */
  public void run(BooleanSupplier stopped) throws InterruptedException {
    try (Listener listener = settings.listenAt().map(this::listen).orElse(null);
        Listener metrics = settings.metricsAt().map(this::tellMetrics).orElse(null)) {
      for (int i = 0; i < settings.target().leadsAtOnce(); i++) {
        couriers.execute(this::carry);
      }
      intake.run(() -> stopped.getAsBoolean() || failure.get() != null);
    }
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    }
    if (failure.get() instanceof Error e) {
      throw e;
    }
  }

  private Listener listen(InetSocketAddress address) {
    Clock clock = Clock.systemUTC();
    Listener listener =
        Listener.start(
            address,
            Map.of(
                Acknowledgements.PATH,
                new Acknowledgements(
                    settings.target().signatures(), outbox, counters.acknowledged, clock),
                Health.PATH,
                new Health(intake, queues, counters, settings.lateAfter(), clock)));
    notes.note("Listening at %s:%d.".formatted(address.getHostString(), listener.port()));
    return listener;
  }

  private Listener tellMetrics(InetSocketAddress address) {
    Listener listener =
        Listener.start(
            address,
            Map.of(
                RelayMetrics.PATH, RelayMetrics.of(intake, queues, counters, Clock.systemUTC())));
    notes.note("Metrics for Prometheus on port %d.".formatted(listener.port()));
    return listener;
  }

  private void carry() {
    try {
      courier.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits for what is in flight, not for longer than was said, and commits what is done. */
  @Override
  public void close() throws InterruptedException {
    queues.close();
    couriers.shutdown();
    Duration within = settings.stopWithin();
    if (!couriers.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS)) {
      notes.note(
          "%d alerts were still in flight after %d s: they will be delivered again."
              .formatted(queues.out(), within.toSeconds()));
      couriers.shutdownNow();
    }
    receiver.close();
    intake.close();
    outbox.close();
  }
}
