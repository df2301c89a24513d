package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.savepoint.GoldenSavepoint;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real job goes on from every golden savepoint and knows whom it knew. */
class GoldenSavepointIT {
  /** Further than any offset in a golden savepoint; nobody can read what lies there. */
  private static final int BEYOND = 1_000;

  static List<GoldenSavepoint> golden() {
    return GoldenSavepoint.all();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void the_job_goes_on_from_it_and_counts_on(GoldenSavepoint golden) {
    try (ScoringStack stack =
        ScoringStack.start(StackSettings.builder(), "--watermarks.idle-pace=0")) {
      stack.cancel();
      pad(stack);
      CommittedRecords alerts = stack.read(OutputTopic.SALES_ALERTS);
      CommittedRecords scores = stack.read(OutputTopic.LEAD_SCORES);
      stack.goOnFrom(golden.savepoint().toUri().toString());
      // Who has asked twice asks once more.
      stack.send(
          """
          {"topic":"clickstream","event_id":"golden-third","occurred_at":"2026-04-20T10:00:00Z","type":"form_submit","lead_id":"asks","properties":{"form":"contact"}}""");

      List<SalesAlert> raised =
          alerts.until(SalesAlert.class, all -> all.stream().anyMatch(GoldenSavepointIT::isThird));
      assertThat(raised)
          .filteredOn(alert -> alert.getLeadId().equals("asks"))
          .filteredOn(alert -> alert.getDefinition().equals("hand-raise"))
          .extracting(SalesAlert::getOrdinal)
          .containsExactly(3);
      assertThat(
              scores.until(
                  LeadScore.class,
                  all -> all.stream().anyMatch(score -> score.getLeadId().equals("asks"))))
          .filteredOn(score -> score.getLeadId().equals("asks"))
          .last()
          .satisfies(
              score ->
                  assertThat(score.getContributions())
                      .filteredOn(part -> "contact-form".equals(part.getSignal()))
                      .extracting(part -> part.getCount())
                      .containsExactly(3L));
      assertThat(stack.flink().latestFailure(stack.job())).isEmpty();
    }
  }

  private static boolean isThird(SalesAlert alert) {
    return alert.getLeadId().equals("asks")
        && alert.getDefinition().equals("hand-raise")
        && alert.getOrdinal() == 3;
  }

  /** Gives the new topics the offsets at which the savepoint goes on. */
  private static void pad(ScoringStack stack) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Stream.concat(
              Arrays.stream(InputTopic.values()).map(InputTopic::topicName),
              Stream.of(OutputTopic.LEAD_TRANSFERS.topicName()))
          .distinct()
          .forEach(
              topic -> {
                for (PartitionInfo partition : producer.partitionsFor(topic)) {
                  for (int i = 0; i < BEYOND; i++) {
                    producer.send(
                        new ProducerRecord<>(
                            topic, partition.partition(), new byte[] {1}, new byte[] {1}));
                  }
                }
              });
    }
  }
}
