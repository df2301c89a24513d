package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FlinkRestTest {

  private final FlinkRest flink = new FlinkRest("http://127.0.0.1:1");

  @Test
  void the_innermost_cause_of_a_trace_is_told() {
    assertThat(
            FlinkRest.rootCause(
                """
                Internal server error.
                <Exception on server side:
                org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.
                \tat org.apache.flink.Some.call(Some.java:1)
                Caused by: java.util.concurrent.CompletionException: wrapped
                \tat org.apache.flink.Some.call(Some.java:2)
                Caused by: java.io.FileNotFoundException: no savepoint
                \tat org.apache.flink.Some.call(Some.java:3)

                End of exception on server side>"""))
        .isEqualTo("java.io.FileNotFoundException: no savepoint");
  }

  @Test
  void a_trace_without_causes_is_told_by_its_first_line() {
    assertThat(
            FlinkRest.rootCause(
                "Internal server error.\n<Exception on server side:\njob gone\n\tat x"))
        .isEqualTo("job gone");
  }

  @Test
  void an_unreachable_cluster_is_named() {
    assertThatThrownBy(flink::jobs)
        .isInstanceOf(StackFailure.class)
        .hasMessageStartingWith("Flink does not answer at http://127.0.0.1:1");
  }

  @Test
  void a_jar_that_was_not_built_is_named() {
    assertThatThrownBy(() -> flink.upload(Path.of("missing.jar")))
        .hasMessage("There is no jar missing.jar: build it first.");
  }
}
