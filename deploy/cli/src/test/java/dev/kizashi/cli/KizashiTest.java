package dev.kizashi.cli;

import static dev.kizashi.cli.Ran.kizashi;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KizashiTest {
  private static final Pattern OCCURRED = Pattern.compile(".*\"occurred_at\":\"([^\"]+)\".*");

  /** Where the active days end. */
  private static final String REST = "2026-06-05";

  private static final Path SHIPPED =
      Installation.locate().home().resolve(Path.of("docs", "models", "b2b-default"));
  private static final String SIGNALS = SHIPPED.resolve("signals.yaml").toString();
  private static final String MODEL = SHIPPED.resolve("model.yaml").toString();

  @TempDir private Path folder;

  @Test
  void theDocumentsThatWeShipAreValid() {
    Ran ran = kizashi("model", "validate", "--signals", SIGNALS, "--model", MODEL);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .singleElement()
        .asString()
        .matches(
            "valid: catalogue version \\d+ with \\d+ signals; model b2b-default version \\d+ with"
                + " \\d+ rules, temperatures cold < warm < hot, \\d+ alerts");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aCatalogueAndAModelAreCheckedAloneToo() {
    assertThat(kizashi("model", "validate", "--signals", SIGNALS).exitCode()).isZero();
    assertThat(kizashi("model", "validate", "--model", MODEL).exitCode()).isZero();
  }

  @Test
  void aMistakeIsNamedWithItsPlaceAndWhatWasProbablyMeant() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("model.yaml"),
            """
            model: small
            version: 1
            signals_version: 1
            categoris: {web: {}}
            """);
    Ran ran = kizashi("model", "validate", "--model", model.toString());
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(ran.out())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(model + ":4:1: ")
                    .contains("\"categoris\"", "did you mean \"categories\"?"));
    assertThat(ran.out()).noneMatch(line -> line.contains("valid:"));
  }

  @Test
  void problemsAreThereForMachinesToo() throws IOException {
    Path model = Files.writeString(folder.resolve("model.yaml"), "model: [");
    Ran ran = kizashi("model", "validate", "--model", model.toString(), "--json");
    JsonNode answer = new ObjectMapper().readTree(ran.out().get(0));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(ran.out()).hasSize(1);
    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("problems").path(0).path("file").asText()).isEqualTo(model.toString());
    assertThat(answer.path("problems").path(0).path("line").asInt()).isPositive();
    assertThat(answer.path("problems").path(0).path("severity").asText()).isEqualTo("error");
  }

  @Test
  void anUnknownCommandIsWrongUsageWithWhatWasProbablyMeant() {
    Ran ran = kizashi("evalute");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .containsExactly(
            "Unmatched argument at index 0: 'evalute'. Did you mean evaluate? See kizashi --help.");
  }

  @Test
  void anOptionThatIsMisspeltIsFoundEvenWhereItIsMissing() {
    Ran ran = kizashi("evaluate", "--signals", SIGNALS, "--model", MODEL, "--evnts", "x");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .containsExactly(
            "Missing required option: '--events=FILE'. Did you mean --events? See kizashi evaluate --help.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model",
        "model validate",
        "model publish",
        "replay",
        "replay x --speed 0 --bootstrap 127.0.0.1:9 --registry http://127.0.0.1:9",
        "replay x --bootstrap 127.0.0.1:9",
        "relay",
        "relay --endpoint https://crm.example/",
        "relay --endpoint https://crm.example/ --secret-file /nowhere",
        "relay --endpoint https://crm.example/ --leads-at-once many",
        "relay --endpoint https://crm.example/ --give-up-after soon",
        "relay --endpoint https://crm.example/ --listen 8099",
        "local",
        "local up --task-managers many",
        "local submit -O watermark.idle-pace=1"
      })
  void whatCannotBeUnderstoodIsWrongUsageInOneSentence(String arguments) {
    Ran ran = kizashi(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).singleElement().asString().endsWith(".");
  }

  @Test
  void aBrokerThatDoesNotAnswerIsWaitedForAndThenNamed() throws IOException {
    Path events = Files.writeString(folder.resolve("events.jsonl"), "");
    Ran ran =
        kizashi(
            "replay",
            events.toString(),
            "--bootstrap",
            "127.0.0.1:9",
            "--registry",
            "http://127.0.0.1:9",
            "--timeout",
            "1");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ran.err())
        .containsExactly(
            "waiting for Kafka at 127.0.0.1:9 (1 s at most)…",
            "Kafka does not answer at 127.0.0.1:9: start it, with `kizashi local up` if it is the"
                + " local one, or name another with --bootstrap.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--endpoint http://crm.example/t0ken",
        "--endpoint https://crm.example/t0ken --first-pause 2s --longest-pause 1s",
        "--endpoint https://crm.example/t0ken --tries 0",
        "--endpoint https://crm.example/t0ken --leads-at-once 0",
        "--endpoint https://crm.example/t0ken --answer-within 0s",
        "--endpoint https://crm.example/t0ken --truststore /nowhere"
      })
  void aRelayThatCannotRunSoSaysWhyAndKeepsItsSecrets(String arguments) throws IOException {
    Path secrets =
        Files.writeString(folder.resolve("secrets"), "\nwhsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n");
    Ran ran =
        kizashi(
            ("relay --secret-file "
                    + secrets
                    + " --bootstrap 127.0.0.1:9 --registry http://127.0.0.1:9 "
                    + arguments)
                .split(" "));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .singleElement()
        .asString()
        .endsWith(".")
        .doesNotContain("t0ken", "C2FVsBQ");
  }

  @Test
  void afterTheActiveDaysOnlyTheCrmSpeaks() {
    String traffic = "traffic --start 2026-06-01T00:00:00Z --days 6 --leads 60 --sessions 1";
    List<String> all = kizashi(traffic.split(" ")).out();
    List<String> some = kizashi((traffic + " --active-days 4").split(" ")).out();
    Predicate<String> crm = line -> line.contains("\"topic\":\"crm-updates\"");
    Predicate<String> early = line -> OCCURRED.matcher(line).replaceAll("$1").compareTo(REST) < 0;
    assertThat(some).isEqualTo(all.stream().filter(crm.or(early)).toList());
    assertThat(some).anyMatch(crm.and(early.negate())).hasSizeLessThan(all.size());
  }

  @Test
  void helpAndVersionAreResults() {
    assertThat(kizashi("--help").out()).contains("Commands:").noneMatch(l -> l.contains("\u001b"));
    assertThat(kizashi("model", "validate", "--help").out().get(0))
        .startsWith("Usage: kizashi model validate");
    assertThat(kizashi("--version").out()).singleElement().asString().matches("kizashi \\d.*");
  }
}
