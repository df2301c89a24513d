package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log settings that are shipped, for production and for here. */
class LogLayoutTest {
  @TempDir private static Path folder;

  static Stream<Layout<?>> layouts() throws Exception {
    return Stream.of(
            layoutsOf(
                Installation.locate().home().resolve("deploy/logging/log4j2.properties").toUri()),
            layoutsOf(LogLayoutTest.class.getResource("process-log4j2.properties").toURI()))
        .flatMap(List::stream);
  }

  private static List<Layout<?>> layoutsOf(URI file) throws IOException {
    System.setProperty("log.file", Files.createTempFile(folder, "of-a-test", ".log").toString());
    try (LoggerContext context = new LoggerContext("of a test")) {
      Configuration configuration =
          ConfigurationFactory.getInstance().getConfiguration(context, "of a test", file);
      configuration.initialize();
      return configuration.getAppenders().values().stream()
          .<Layout<?>>map(appender -> ((AbstractAppender) appender).getLayout())
          .toList();
    }
  }

  @Test
  void the_console_and_both_files_are_laid_out() throws Exception {
    assertThat(layouts()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void a_line_is_one_object_whatever_was_said(Layout<?> layout) throws Exception {
    String line =
        said(
            layout,
            "one\ntwo\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}\u2028\u0085\u0000\"",
            Map.of("flink-job-id", "j", "task", "score leads", "subtask", "1", "offset", "7"),
            new IllegalStateException("broken\nacross lines"));

    assertThat(line.lines()).hasSize(1);
    JsonNode fields = Json.JSON.readTree(line);
    assertThat(fields.path("message").asText()).startsWith("one\ntwo\r\n{");
    assertThat(fields.path("exception").asText()).contains("broken\nacross lines", "\tat ");
    assertThat(fields.path("level").asText()).isEqualTo("WARN");
    assertThat(fields.path("logger").asText()).isEqualTo("dev.kizashi.Somebody");
    assertThat(fields.path("time").asText()).isEqualTo("1970-01-01T00:00:01.234Z");
    assertThat(fields.path("job").asText()).isEqualTo("j");
    assertThat(fields.path("task").asText()).isEqualTo("score leads");
    assertThat(fields.path("subtask").asText()).isEqualTo("1");
    assertThat(fields.path("offset").asText()).isEqualTo("7");
    assertThat(fields.has("topic")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void people_read_the_same_in_one_line_and_the_exception_below(Layout<?> layout) throws Exception {
    assertThat(LogLine.readable(said(layout, "hello", Map.of(), null).strip()))
        .isEqualTo("1970-01-01T00:00:01.234Z WARN  dev.kizashi.Somebody - hello");
    assertThat(LogLine.readable(said(layout, "hello", Map.of(), new RuntimeException("x")).strip()))
        .startsWith("1970-01-01T00:00:01.234Z WARN  dev.kizashi.Somebody - hello\n")
        .contains("RuntimeException: x");
  }

  @Test
  void what_is_no_object_stays_as_it_is() {
    assertThat(LogLine.readable("OpenJDK 64-Bit Server VM warning: x"))
        .isEqualTo("OpenJDK 64-Bit Server VM warning: x");
    assertThat(LogLine.readable("{\"half\": \"a li")).isEqualTo("{\"half\": \"a li");
  }

  private static String said(
      Layout<?> layout, String message, Map<String, String> context, Throwable thrown) {
    SortedArrayStringMap fields = new SortedArrayStringMap();
    context.forEach(fields::putValue);
    return layout
        .toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("dev.kizashi.Somebody")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setContextData(fields)
                .setThrown(thrown)
                .setTimeMillis(1234)
                .build())
        .toString();
  }
}
