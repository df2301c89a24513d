package dev.kizashi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.Runbook.Block;
import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.admin.ConfigCommand;
import org.apache.kafka.tools.TransactionsCommand;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types docs/operations.md into a shell, block by block. In a root folder of its own, so that the
 * stack of whoever builds is left alone; with {@code kizashi.operations.full} also what is long.
 */
class OperationsIT {
  private static final boolean FULL = Boolean.getBoolean("kizashi.operations.full");
  private static final Duration LONGEST = Duration.ofMinutes(6);

  /** What stands on the PATH of whoever has a distribution of Kafka. */
  private static final Map<String, Class<?>> KAFKA_TOOLS =
      Map.of(
          "kafka-configs.sh", ConfigCommand.class,
          "kafka-consumer-groups.sh", ConsumerGroupCommand.class,
          "kafka-transactions.sh", TransactionsCommand.class);

  @TempDir private static Path home;

  @BeforeAll
  static void furnish() throws IOException {
    Path tree = Installation.locate().home();
    for (String folder : List.of("deploy", "docs", "jobs", "schemas")) {
      Files.createSymbolicLink(home.resolve(folder), tree.resolve(folder));
    }
    script(home.resolve("kizashi"), "dev.kizashi.cli.Kizashi");
    Path tools = Files.createDirectories(home.resolve("bin"));
    for (Map.Entry<String, Class<?>> tool : KAFKA_TOOLS.entrySet()) {
      script(tools.resolve(tool.getKey()), tool.getValue().getName());
    }
  }

  /** A command as a distribution or the tree has it, from the classes that are tested. */
  private static void script(Path file, String mainClass) throws IOException {
    try (InputStream opens = Kizashi.class.getResourceAsStream("add-opens.txt")) {
      Files.writeString(
          file,
          """
          #!/usr/bin/env bash
          exec '%s/bin/java' %s -Dkizashi.home='%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx1g -cp '%s' %s "$@"
          """
              .formatted(
                  System.getProperty("java.home"),
                  new String(opens.readAllBytes(), UTF_8).strip(),
                  home,
                  System.getProperty("java.class.path"),
                  mainClass));
    }
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  static void end() {
    new DetachedStack(home.resolve(".kizashi").resolve("local")).down(true);
  }

  @Test
  void every_command_of_the_page_does_what_the_page_says() throws Exception {
    Instant start = Instant.now();
    int typed = 0;
    for (Block block : Runbook.read().blocks()) {
      if (FULL || !block.isLong()) {
        Instant before = Instant.now();
        type(block);
        typed++;
        System.out.printf(
            "%4d s  line %d, %s%n",
            Duration.between(before, Instant.now()).toSeconds(), block.line(), block.section());
      }
    }
    System.out.printf(
        "%4d s  %d blocks%n", Duration.between(start, Instant.now()).toSeconds(), typed);
    assertThat(new DetachedStack(home.resolve(".kizashi").resolve("local")).status()).isEmpty();
  }

  /** Variables and functions stay from one block to the next, as in a shell. */
  private static void type(Block block) throws IOException, InterruptedException {
    Path script = home.resolve("block.sh");
    Files.writeString(
        script,
        """
        set -euo pipefail
        [ ! -f variables ] || . ./variables
        set -a
        %s
        set +a
        { export -p; declare -f; } > variables
        """
            .formatted(String.join("\n", block.commands())));
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    ProcessBuilder shell =
        new ProcessBuilder("bash", script.toString())
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    shell.environment().merge("PATH", home.resolve("bin") + ":", (path, tools) -> tools + path);
    Process process = shell.start();
    boolean ended = false;
    try {
      ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    String told =
        """

        %s:%d (%s)
        %s
        --- ended %s; standard output:
        %s
        --- standard error:
        %s
        """
            .formatted(
                Runbook.PAGE,
                block.line(),
                block.section(),
                String.join("\n", block.commands()),
                ended ? "with " + process.exitValue() : "not within " + LONGEST.toSeconds() + " s",
                Files.readString(out),
                Files.readString(err));
    assertThat(ended && process.exitValue() == 0).as(told).isTrue();
    assertThat(block.isAnsweredBy(Files.readAllLines(out)))
        .as(told + "--- the page says:\n" + block.prints())
        .isTrue();
  }
}
