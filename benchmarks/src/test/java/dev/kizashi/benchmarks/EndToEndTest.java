package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EndToEndTest {
  private static Set<Contender> contenders(String... arguments) {
    EndToEnd command = new EndToEnd();
    new CommandLine(command).parseArgs(arguments);
    return command.contenders();
  }

  @Test
  void all_contenders_run_unless_some_are_named() {
    assertThat(contenders()).containsExactly(Contender.values());
  }

  @Test
  void contenders_that_are_named_run_once_and_in_the_order_of_a_round() {
    assertThat(contenders("--contenders", "flink-sql,without-identity,flink-sql"))
        .containsExactly(Contender.WITHOUT_IDENTITY, Contender.FLINK_SQL);
  }

  @Test
  void a_contender_that_does_not_exist_is_answered_with_those_that_do() {
    assertThatThrownBy(() -> contenders("--contenders", "spark"))
        .hasMessageContaining("spark")
        .hasMessageContaining("kafka-streams");
  }
}
