package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CourierTest {
  @Test
  void theTombstoneOfAnErasedLeadIsNoAlertAndIsDoneWith() throws InterruptedException {
    LeadQueues queues = new LeadQueues(System::nanoTime);
    PartitionProgress progress = new PartitionProgress();
    Counters counters = new Counters();
    List<String> notes = new ArrayList<>();
    // It asks neither the registry nor the receiver, and buries nothing.
    Courier courier =
        new Courier(
            queues, null, null, null, null, "source", counters, notes::add, System::nanoTime);
    progress.took(7, 0);
    queues.add(
        new Undelivered(
            progress,
            new ConsumerRecord<>(
                "sales-alerts", 0, 7, "L1".getBytes(StandardCharsets.UTF_8), null)));
    Thread carrying =
        new Thread(
            () -> {
              try {
                courier.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    carrying.start();

    await().untilAsserted(() -> assertThat(progress.committable()).hasValue(8));
    queues.close();
    carrying.join();

    assertThat(queues.size()).isZero();
    assertThat(counters.delivered.sum() + counters.deadLettered.sum()).isZero();
    assertThat(notes).isEmpty();
  }
}
