package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void all_topics_of_the_contract_are_shipped() {
    assertThat(Topics.shipped())
        .extracting(Topic::name)
        .containsExactly(
            "clickstream",
            "email-engagement",
            "offline-activity",
            "crm-updates",
            "scoring-config",
            "lead-scores",
            "stage-changes",
            "sales-alerts",
            "dead-letters",
            "lead-transfers",
            "audit-trail");
  }

  @Test
  void what_is_looked_up_by_key_is_compacted_and_everything_else_deleted() {
    assertThat(
            Topics.shipped().stream()
                .filter(topic -> topic.cleanup() == Topic.Cleanup.COMPACT)
                .map(Topic::name))
        .isEqualTo(List.of("scoring-config", "lead-scores"));
  }

  @Test
  void configuration_is_read_in_the_order_in_which_it_was_published() {
    assertThat(Topics.shipped())
        .filteredOn(topic -> topic.name().equals("scoring-config"))
        .singleElement()
        .satisfies(topic -> assertThat(topic.newTopic("").numPartitions()).isEqualTo(1));
  }

  @Test
  void a_dead_letter_may_be_larger_than_what_it_was_made_of() {
    assertThat(Topics.shipped())
        .filteredOn(topic -> topic.name().equals("dead-letters"))
        .singleElement()
        .satisfies(
            topic ->
                assertThat(topic.newTopic("").configs())
                    .containsEntry("max.message.bytes", "16777216")
                    .containsEntry("retention.ms", "7776000000"));
  }
}
