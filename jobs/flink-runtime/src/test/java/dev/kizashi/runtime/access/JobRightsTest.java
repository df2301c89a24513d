package dev.kizashi.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.options.Settings;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class JobRightsTest {
  @Test
  void inputs_are_read_outputs_are_written_and_moves_are_both() {
    assertThat(rights().topics())
        .hasSize(10)
        .containsEntry("clickstream", Set.of(AclOperation.READ))
        .containsEntry("lead-scores", Set.of(AclOperation.WRITE))
        .containsEntry("lead-transfers", Set.of(AclOperation.READ, AclOperation.WRITE));
  }

  @Test
  void the_trail_is_written_where_there_is_one() {
    assertThat(rights("--audit.trail", "true", "--topics.prefix", "eu.").topics())
        .hasSize(11)
        .containsEntry("eu.audit-trail", Set.of(AclOperation.WRITE));
  }

  @Test
  void what_moves_is_in_transactions_in_any_case() {
    assertThat(rights("--sink.transactional-id-prefix", "mine").transactionalIds())
        .containsExactly("mine");
    assertThat(
            rights("--sink.transactional-id-prefix", "mine", "--sink.delivery", "at-least-once")
                .transactionalIds())
        .containsExactly("mine-transfers");
  }

  @Test
  void every_source_commits_in_a_group_of_its_own() {
    assertThat(rights("--kafka.group-id", "mine").groups())
        .containsExactly("mine", "mine-config", "mine-transfers");
  }

  private static JobRights rights(String... options) {
    return JobRights.of(Settings.of(options, Map.of()));
  }
}
