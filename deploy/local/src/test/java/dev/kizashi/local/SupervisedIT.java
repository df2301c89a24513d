package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SupervisedIT {

  @Test
  void a_process_ends_when_the_one_that_started_it_is_killed() throws Exception {
    Process parent = new ProcessBuilder(java(Parent.class.getName())).start();
    try (BufferedReader said = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      // What the child says has come through its own supervisor, so it was running.
      assertThat(said.readLine()).isEqualTo("waiting with [for, ever]");
      assertThat(child.isAlive()).isTrue();

      parent.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> child.info().command().isEmpty() || !child.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  private static List<String> java(String... mainAndArguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return command;
  }

  /** Starts a supervised child, says its pid, and stays. */
  static final class Parent {
    public static void main(String[] args) throws IOException, InterruptedException {
      Process child =
          new ProcessBuilder(
                  java(Supervised.class.getName(), Waiting.class.getName(), "for", "ever"))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      System.out.println(child.pid());
      child.waitFor();
    }
  }

  /** Never ends by itself. */
  public static final class Waiting {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("waiting with " + List.of(args));
      new CountDownLatch(1).await();
    }
  }
}
