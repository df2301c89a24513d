package dev.kizashi.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/capacity.md prints what the command prints, and names metrics that there are. */
class CapacityPageTest {
  private static final Pattern METRIC = Pattern.compile("`([a-z]+_\\w+|[a-z]+[A-Z]\\w+)`");

  @Test
  void the_page_is_what_the_command_prints_and_the_costs_are() throws IOException {
    CapacityPage.renewIfAsked();
    String renewed = CapacityPage.renewed(CapacityPage.text(), UnitCosts.shipped(), Printed::by);
    if (CapacityPage.isToBeWritten()) {
      CapacityPage.write(renewed);
    }
    assertThat(CapacityPage.commands(renewed)).hasSize(3);
    assertThat(CapacityPage.text())
        .as("written anew with -Dkizashi.write-docs=true")
        .isEqualTo(renewed);
  }

  @Test
  void what_is_measured_is_renewed_and_nothing_else() throws IOException {
    String file =
        """
        # a comment
        results = old.md
        fast = 1
        fast.from = events/s | the job | median
        guess = 7
        guess.because = So it is.
        """;
    ResultsFile results =
        ResultsFile.parse(
            "2026-01-02-abc.md", "| events/s | median |\n| --- | ---: |\n| the job | 1,234.5 |\n");
    assertThat(CapacityPage.renewedCosts(file, results))
        .isEqualTo(
            file.replace("old.md", "2026-01-02-abc.md").replace("fast = 1", "fast = 1234.5"));
  }

  @Test
  void every_metric_of_the_page_and_of_the_command_is_one() throws IOException {
    String metrics =
        Files.readString(Installation.locate().home().resolve("docs").resolve("metrics.md"));
    List<String> named =
        METRIC.matcher(CapacityPage.text()).results().map(it -> it.group(1)).distinct().toList();
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named).allSatisfy(metric -> assertThat(metrics).contains("_" + metric + "`"));
    CapacityPlan plan = CapacityPlanTest.plan(1_000_000, 2_000, 30);
    assertThat(plan.limits())
        .extracting(limit -> limit.sign().replaceFirst("[ ,].*", ""))
        .allSatisfy(metric -> assertThat(metrics).contains("_" + metric + "`"));
  }
}
