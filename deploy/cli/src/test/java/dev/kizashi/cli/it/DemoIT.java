package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.cli.simulation.Person;
import dev.kizashi.cli.simulation.Population;
import dev.kizashi.local.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kizashi demo} as the launcher starts it, in a JVM of its own. */
class DemoIT {
  private static final Duration FIRST_ALERT = Duration.ofSeconds(90);
  private static final Duration WHOLE = Duration.ofMinutes(3);
  private static final int TRAFFIC_SECONDS = 30;

  /** The demo's own people, of whom these two play a part. */
  private static final Population PEOPLE = new Population(7, 300);

  private static final Person SIGNS_UP = PEOPLE.person(296);
  private static final Person IS_SCANNED = PEOPLE.person(295);

  @Test
  void explains_alerts_recognises_a_visitor_calls_nobody_for_a_machine_and_leaves_nothing_behind(
      @TempDir Path folder) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path errors = folder.resolve("errors");
    Instant begun = Instant.now();
    Process demo = new ProcessBuilder(command(temporary)).redirectError(errors.toFile()).start();
    CompletableFuture<Process> ended =
        demo.onExit()
            .orTimeout(WHOLE.toSeconds(), TimeUnit.SECONDS)
            .whenComplete((exited, late) -> demo.destroyForcibly());
    Set<ProcessHandle> children = new HashSet<>();
    List<JsonNode> alerts = new ArrayList<>();
    Set<String> raised = new HashSet<>();
    Set<String> called = new HashSet<>();
    List<String> warmedByIdentity = new ArrayList<>();
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> notCounted = new ArrayList<>();
    Optional<Duration> untilFirst = Optional.empty();
    JsonNode last = null;
    try (BufferedReader out = demo.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = new JsonMapper().readTree(line);
        demo.descendants().forEach(children::add);
        raised.add(last.path("definition").asText());
        if (last.path("topic").asText().equals("sales-alerts")) {
          called.add(last.get("lead_id").asText());
        }
        if (last.path("topic").asText().equals("stage-changes")
            && last.get("cause").asText().equals("IDENTITY")
            && last.get("to_stage").asText().equals("warm")) {
          warmedByIdentity.add(last.get("lead_id").asText());
        }
        if (last.has("named")) {
          named.add(last.get("named"));
        }
        if (last.has("not_counted")) {
          notCounted.add(last.get("not_counted"));
        }
        if (last.has("explained")) {
          alerts.add(last.get("explained"));
          untilFirst = untilFirst.or(() -> Optional.of(Duration.between(begun, Instant.now())));
        }
      }
    }

    assertThat(ended).succeedsWithin(WHOLE);
    assertThat(demo.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(untilFirst).hasValueSatisfying(took -> assertThat(took).isLessThan(FIRST_ALERT));
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              double sum = 0;
              for (JsonNode line : alert.get("lines")) {
                sum += line.get("points").asDouble();
              }
              assertThat(sum)
                  .isPositive()
                  .isEqualTo(alert.get("engagement").asDouble(), within(1e-9));
            });
    assertThat(raised).contains("hand-raise", "returning", "sla-breached", "expansion");
    assertThat(warmedByIdentity).contains(SIGNS_UP.email());
    assertThat(named)
        .anySatisfy(
            news -> {
              assertThat(news.get("lead_id").asText()).isEqualTo(SIGNS_UP.email());
              assertThat(news.get("visitor_id").asText()).isEqualTo(SIGNS_UP.visitorId());
              assertThat(news.get("brought").asText()).contains("3 × Viewed pricing");
            });
    assertThat(notCounted)
        .anySatisfy(
            news -> {
              assertThat(news.get("lead_id").asText()).isEqualTo(IS_SCANNED.leadId());
              assertThat(news.get("suspect_reasons").properties())
                  .extracting(Map.Entry::getKey)
                  .contains("CLICK_BURST");
            });
    assertThat(called).isNotEmpty().doesNotContain(IS_SCANNED.leadId());
    assertThat(last.get("end").get("alerts").asInt()).isGreaterThanOrEqualTo(alerts.size());
    assertThat(children).as("the registry is a process of its own").isNotEmpty();
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(temporary).isEmptyDirectory();
  }

  private static List<String> command(Path temporary) throws IOException {
    Path home = Installation.locate().home();
    Path target = home.resolve("deploy/cli/target");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of(
            Files.readString(target.resolve("classes/dev/kizashi/cli/add-opens.txt"))
                .strip()
                .split(" ", -1)));
    command.addAll(
        List.of(
            "-Dkizashi.home=" + home,
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            target.resolve("classes")
                + ":"
                + Files.readString(target.resolve("class-path")).strip(),
            "dev.kizashi.cli.Kizashi",
            "demo",
            "--json",
            "--duration=" + TRAFFIC_SECONDS));
    return command;
  }
}
