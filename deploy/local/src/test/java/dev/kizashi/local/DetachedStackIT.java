package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedStackIT {

  private static final StackSettings SMALL = StackSettings.builder().taskManagers(1, 1).build();

  @TempDir Path folder;

  @AfterEach
  void nothing_is_left_running() {
    new DetachedStack(folder).down();
  }

  @Test
  void a_stack_that_went_up_is_found_and_ended_by_another() throws Exception {
    assertThat(new DetachedStack(folder).status()).isEmpty();
    assertThat(new DetachedStack(folder).down()).isFalse();

    StackStatus up = new DetachedStack(folder).up(keeping(), StackListener.SILENT);
    assertThat(Topics.create(up.bootstrapServers())).contains("lead-scores");
    Exchange.write(up.bootstrapServers(), "lead-scores", "warm");

    StackStatus found = new DetachedStack(folder).status().orElseThrow();
    assertThat(found).isEqualTo(up);
    assertThat(found.healthy()).isTrue();
    assertThatThrownBy(() -> new DetachedStack(folder).up(SMALL, StackListener.SILENT))
        .isInstanceOf(StackFailure.class)
        .hasMessage("The local stack is up already: end it with `kizashi local down`.");

    assertThat(new DetachedStack(folder).kill("taskmanager-1")).isTrue();
    assertThat(new DetachedStack(folder).kill("taskmanager-1")).isFalse();
    assertThat(new DetachedStack(folder).status().orElseThrow().healthy()).isFalse();
    new DetachedStack(folder).restart("taskmanager-1", StackListener.SILENT);
    found = new DetachedStack(folder).status().orElseThrow();
    assertThat(found.healthy()).isTrue();
    assertThat(found.components()).hasSize(5).isNotEqualTo(up.components());
    assertThatThrownBy(() -> new DetachedStack(folder).kill("taskmanager-7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The stack has no part taskmanager-7; it has zookeeper, kafka, registry, jobmanager, taskmanager-1.");

    assertThat(new DetachedStack(folder).down()).isTrue();
    assertThat(found.components())
        .hasSize(5)
        .allSatisfy(component -> assertThat(component.health()).isEqualTo(Health.GONE));
    assertThat(new DetachedStack(folder).status()).isEmpty();

    StackStatus again = new DetachedStack(folder).up(keeping(), StackListener.SILENT);
    assertThat(Exchange.read(again.bootstrapServers(), "lead-scores", 1)).containsExactly("warm");
    assertThat(new DetachedStack(folder).down(true)).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_stack_that_cannot_start_says_why_and_leaves_nothing() throws Exception {
    StackSettings wrong =
        StackSettings.builder()
            .taskManagers(1, 1)
            .brokerOption("num.network.threads", "-1")
            .build();
    assertThatThrownBy(() -> new DetachedStack(folder).up(wrong, StackListener.SILENT))
        .isInstanceOf(StackFailure.class)
        .hasMessageStartingWith("kafka ended by itself with exit code 1")
        .hasMessageContaining("num.network.threads");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(new DetachedStack(folder).status()).isEmpty();
  }

  private static StackSettings keeping() {
    return StackSettings.builder().taskManagers(1, 1).keepState(true).build();
  }
}
