package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.options.JobOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that are shipped, by Prometheus's own tool and against what they lean on. */
class AlertRulesTest {
  private static final Pattern RULE = Pattern.compile("- alert: (\\w+)");
  private static final Pattern CASE = Pattern.compile("alertname: (\\w+)\\s+exp_alerts:( \\[])?");
  private static final Pattern RUNBOOK = Pattern.compile("runbook: docs/metrics\\.md#([\\w-]+)");

  @Test
  void the_settings_and_the_rules_are_well_formed_and_every_case_holds() throws Exception {
    Prometheus.require("promtool");
    promtool("check", "config", Prometheus.shipped("prometheus.yml"));
    promtool("test", "rules", Prometheus.shipped("alerts_test.yml"));
  }

  @Test
  void every_rule_has_a_case_that_fires_and_one_that_does_not() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    CASE.matcher(text("alerts_test.yml"))
        .results()
        .forEach(it -> (it.group(2) == null ? firing : silent).add(it.group(1)));
    Set<String> rules = found(RULE, text("alerts.yml"));
    assertThat(rules).hasSizeGreaterThan(20);
    assertThat(firing).isEqualTo(rules);
    assertThat(silent).isEqualTo(rules);
  }

  @Test
  void every_rule_says_what_to_do() throws IOException {
    String rules = text("alerts.yml");
    Set<String> headings = found(Pattern.compile("(?m)^### (.+)$"), page());
    assertThat(found(RUNBOOK, rules)).isEqualTo(headings);
    assertThat(RUNBOOK.matcher(rules).results()).hasSize(found(RULE, rules).size());
  }

  @Test
  void the_numbers_follow_from_the_defaults_of_the_options() throws IOException {
    String rules = text("alerts.yml");
    long interval = JobOptions.CHECKPOINT_INTERVAL.defaultValue().toSeconds();
    long timeout = JobOptions.SINK_TRANSACTION_TIMEOUT.defaultValue().toSeconds();
    assertThat(rules)
        .contains("lastCheckpointCompletedTimestamp) / 1000 > " + 3 * interval + "\n")
        .contains("lastCheckpointCompletedTimestamp[1h])) / 1000 > " + timeout / 2 + "\n");
  }

  @Test
  void what_nothing_of_ours_tells_is_said_to_come_from_other_exporters() throws IOException {
    String page = page();
    String others = page.substring(page.indexOf("## From other exporters"));
    Set<String> named = new HashSet<>(MonitoringIT.metricsOf(text("alerts.yml")));
    named.removeIf(name -> name.startsWith("flink_") || name.startsWith("kizashi_"));
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(others).contains("`" + name + "`"));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(String file) throws IOException {
    return Files.readString(Prometheus.shipped(file));
  }

  private static String page() throws IOException {
    return Files.readString(Prometheus.shipped("../../docs/metrics.md"));
  }

  private static void promtool(String one, String two, Path file) throws Exception {
    Process process =
        new ProcessBuilder(Stream.of("promtool", one, two, file.getFileName().toString()).toList())
            .directory(file.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
