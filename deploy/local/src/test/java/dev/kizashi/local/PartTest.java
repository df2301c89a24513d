package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {

  private final Installation installation = Installation.locate();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          java.net.BindException: Address already in use | could not listen at 127.0.0.1:1, the port is in use
          Port(s) already bound: 8080                    | could not listen at 127.0.0.1:1, the port is in use
          java.io.IOException: No space left on device   | full: free some space
          Failed to acquire lock on file .lock           | in use by another stack
          java.lang.UnsupportedClassVersionError: x      | set JAVA_HOME to a JDK 17
          java.lang.OutOfMemoryError: Java heap space    | ran out of memory
          jvm: -XX:+ExitOnOutOfMemoryError               | ended by itself with exit code 3
          java.lang.NoClassDefFoundError: x/Y            | misses a jar: build again
          something else                                 | ended by itself with exit code 3
          """)
  void says_why_a_process_died_and_what_to_do(String logged, String sentence) throws Exception {
    Part part = dying(Dying.class.getName(), logged);
    assertThat(part.death())
        .hasMessageStartingWith("kafka ")
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(logged);
  }

  @Test
  void only_a_taken_port_is_worth_another_attempt() throws Exception {
    assertThat(dying(Dying.class.getName(), "Address already in use").death())
        .isInstanceOf(StackFailure.PortTaken.class);
    assertThat(dying(Dying.class.getName(), "No space left on device").death())
        .isNotInstanceOf(StackFailure.PortTaken.class);
  }

  @Test
  void a_main_class_that_is_not_there_is_a_missing_jar() throws Exception {
    assertThat(dying("no.such.Main", "").death()).hasMessageContaining("misses a jar");
  }

  @Test
  void what_an_earlier_process_logged_is_not_held_against_this_one() throws Exception {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/kafka.log"), "No space left on device\n");
    assertThat(dying(Dying.class.getName(), "hm").death())
        .hasMessageContaining("ended by itself with exit code 3")
        .hasMessageNotContaining("No space");
  }

  private Part dying(String mainClass, String logged) throws Exception {
    StateFolder state =
        StateFolder.prepare(StackSettings.builder().stateFolder(folder).keepState(true).build());
    Part part =
        new Part(
            new Launch(
                "kafka",
                Role.BROKER,
                "127.0.0.1:1",
                state.log("kafka"),
                List.of(),
                System.getProperty("java.class.path"),
                mainClass,
                List.of(logged)),
            installation,
            state);
    part.start(Launch.Lifetime.ON_ITS_OWN);
    await().atMost(Duration.ofSeconds(30)).until(part::hasDied);
    return part;
  }

  /** Says its argument and fails. */
  public static final class Dying {
    public static void main(String[] args) {
      System.out.println(args[0]);
      System.exit(3);
    }
  }
}
