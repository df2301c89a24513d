package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadQueuesTest {
  private final AtomicLong now = new AtomicLong();
  private final LeadQueues queues = new LeadQueues(now::get);
  private final PartitionProgress progress = new PartitionProgress();

  @Test
  void aLeadWaitsForItsFirstAlertAndOtherLeadsDoNot() {
    Undelivered first = add(1, "L1");
    Undelivered second = add(2, "L1");
    Undelivered other = add(3, "L2");

    assertThat(queues.poll()).isSameAs(first);
    assertThat(queues.poll()).isSameAs(other);
    assertThat(queues.poll()).isNull();
    queues.done(first);
    assertThat(queues.poll()).isSameAs(second);
  }

  @Test
  void anAlertThatFailedHoldsUpItsLeadForAsLongAsItRests() {
    Undelivered first = add(1, "L1");
    Undelivered second = add(2, "L1");
    queues.again(queues.poll(), 100);

    now.set(99);
    assertThat(queues.poll()).isNull();
    assertThat(queues.out()).isZero();
    now.set(100);
    assertThat(queues.poll()).isSameAs(first);
    queues.done(first);
    assertThat(queues.poll()).isSameAs(second);
  }

  @Test
  void recordsWithoutAKeyWaitForNobody() {
    add(1, null);
    add(2, null);
    assertThat(queues.poll()).isNotNull();
    assertThat(queues.poll()).isNotNull();
  }

  @Test
  void couriersWakeForWhatIsAddedAndGoHomeWhenItCloses() throws InterruptedException {
    LeadQueues real = new LeadQueues(System::nanoTime);
    List<Long> taken = new CopyOnWriteArrayList<>();
    Thread courier =
        new Thread(
            () -> {
              try {
                for (Undelivered alert = real.take(); alert != null; alert = real.take()) {
                  taken.add(alert.offset());
                  if (taken.size() == 1) {
                    real.again(alert, TimeUnit.MILLISECONDS.toNanos(20));
                  } else {
                    real.done(alert);
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    courier.start();
    real.add(Alerts.record(progress, 0, 1, "L1"));
    real.add(Alerts.record(progress, 0, 2, "L1"));
    await().untilAsserted(() -> assertThat(taken).containsExactly(1L, 1L, 2L));

    real.close();
    courier.join(10_000);
    assertThat(courier.isAlive()).isFalse();
  }

  private Undelivered add(long offset, String lead) {
    Undelivered alert = Alerts.record(progress, 0, offset, lead);
    queues.add(alert);
    return alert;
  }
}
