package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComponentTest {

  private static final ProcessHandle SELF = ProcessHandle.current();

  @Test
  void is_found_by_its_pid_and_start() {
    assertThat(startedAt(SELF.info().startInstant().orElseThrow()).process()).contains(SELF);
  }

  @Test
  void another_process_with_its_pid_is_never_taken_for_it() {
    Component earlier =
        startedAt(SELF.info().startInstant().orElseThrow().minus(Duration.ofMinutes(5)));
    assertThat(earlier.process()).isEmpty();
    assertThat(earlier.health()).isEqualTo(Health.GONE);
    Processes.end(java.util.List.of(earlier), true);
    assertThat(SELF.isAlive()).isTrue();
  }

  @Test
  void lives_but_does_not_answer_where_nothing_listens() {
    assertThat(startedAt(SELF.info().startInstant().orElseThrow()).health())
        .isEqualTo(Health.NOT_ANSWERING);
  }

  private static Component startedAt(Instant start) {
    return new Component(
        "registry",
        Role.REGISTRY,
        SELF.pid(),
        start.toEpochMilli(),
        "http://127.0.0.1:1",
        Path.of("registry.log"));
  }
}
