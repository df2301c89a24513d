package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.registry.RegistryDeniedException;
import dev.kizashi.registry.RegistryFaults;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {
  private final TestClock clock = new TestClock();
  private final StubRegistry registry = new StubRegistry().with(1, "\"string\"");
  private final WriterSchemas schemas = new WriterSchemas(registry, clock, clock::pass);

  @Test
  void a_schema_is_asked_for_once() {
    schemas.byId(1);

    assertThat(schemas.byId(1).schema().getName()).isEqualTo("string");
    assertThat(registry.asked).hasSize(1);
  }

  @Test
  void an_unknown_schema_is_asked_for_again_after_ten_seconds() {
    schemas.byId(2);
    clock.pass(9_999);
    schemas.byId(2);
    assertThat(registry.asked).hasSize(1);

    clock.pass(1);
    assertThat(schemas.byId(2).problem().reason()).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
    assertThat(registry.asked).hasSize(2);
  }

  @Test
  void what_is_remembered_of_unknown_ids_is_bounded() {
    for (int id = 10; id < 1_011; id++) {
      schemas.byId(id);
    }
    int asked = registry.asked.size();

    schemas.byId(1_010);
    assertThat(registry.asked).hasSize(asked);
    schemas.byId(10);
    assertThat(registry.asked).hasSize(asked + 1);
  }

  @Test
  void an_unavailable_registry_is_waited_for_ever_longer_up_to_half_a_minute() {
    registry.failing(RegistryFaults.unavailable(), 12);

    assertThat(schemas.byId(1).schema()).isNotNull();
    assertThat(clock.passed)
        .containsExactly(
            100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 30_000L, 30_000L,
            30_000L);
  }

  @Test
  void a_wait_is_announced_once_a_minute_at_most_and_its_end_is_told() {
    try (LogLines log = new LogLines(WriterSchemas.class)) {
      registry.failing(RegistryFaults.unavailable(), 3);
      schemas.byId(1);
      registry.with(2, "\"string\"").failing(RegistryFaults.unavailable(), 3);
      schemas.byId(2);
      clock.pass(60_000);
      registry.with(3, "\"string\"").failing(RegistryFaults.unavailable(), 1);
      schemas.byId(3);

      assertThat(log.lines())
          .hasSize(4)
          .allSatisfy(line -> assertThat(line).doesNotContain("\n"))
          .first()
          .asString()
          .contains("Waiting", "schema 1", "connection refused");
      assertThat(log.lines().get(1)).contains("answers again");
      assertThat(log.lines().get(2)).contains("Waiting", "schema 3");
    }
  }

  @Test
  void a_registry_that_does_not_let_us_in_is_not_waited_for() {
    registry.failing(RegistryFaults.denied(), 1);

    assertThatThrownBy(() -> schemas.byId(1)).isInstanceOf(RegistryDeniedException.class);
    assertThat(clock.passed).isEmpty();
    assertThat(schemas.byId(1).schema()).isNotNull();
  }

  @Test
  void an_interrupted_wait_ends_and_leaves_the_thread_interrupted() {
    registry.failing(RegistryFaults.unavailable(), 1);
    WriterSchemas interrupted =
        new WriterSchemas(
            registry,
            clock,
            millis -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> interrupted.byId(1)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
