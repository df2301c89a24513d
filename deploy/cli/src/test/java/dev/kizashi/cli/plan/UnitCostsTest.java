package dev.kizashi.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.cli.plan.UnitCosts.Cost;
import dev.kizashi.cli.plan.UnitCosts.Name;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether what was measured is what stands in the newest results. */
class UnitCostsTest {
  private static final String RESULTS =
      """
      # End to end, 2026-01-02, commit abc

          benchmarks/run end-to-end --events 1500 --rounds 4 --parallelism 2

      AMD EPYC, 2 cores, 24 GiB, Linux. Parallelism 2.

      | events/s | median | min |
      | --- | ---: | ---: |
      | the job, with identity | 16,425 | 14,455 |

      | facts of leads | with identity |
      | --- | ---: |
      | mean, p99, most | 12.9, 95, 2,241 |
      | bytes of a lead | 1117 (504) |
      """;

  @Test
  void the_costs_are_those_of_the_newest_results() throws IOException {
    CapacityPage.renewIfAsked();
    ResultsFile newest = ResultsFile.newest();
    UnitCosts costs = CapacityPage.costsOfTheSource();
    assertThat(costs.results())
        .as("written anew with -Dkizashi.write-docs=true")
        .isEqualTo(newest.name());
    assertThat(costs.measured())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            cost ->
                assertThat(cost.value())
                    .as("%s from %s: %s", cost.name().key(), newest.name(), cost.origin())
                    .isEqualTo(newest.number(cost.origin())));
  }

  @Test
  void the_file_holds_what_the_plan_asks_for_and_nothing_else() throws IOException {
    Properties file = CapacityPage.propertiesOfTheSource();
    assertThat(file.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("results"),
                    Arrays.stream(Name.values())
                        .map(Name::key)
                        .flatMap(
                            key ->
                                Stream.of(
                                    key,
                                    file.containsKey(key + ".from")
                                        ? key + ".from"
                                        : key + ".because")))
                .toList());
  }

  @Test
  void an_assumption_says_why() {
    assertThat(UnitCosts.shipped().assumed())
        .hasSizeGreaterThan(10)
        .extracting(Cost::origin)
        .allMatch(why -> why.length() > 20 && why.endsWith("."));
  }

  @Test
  void a_cost_that_is_missing_or_says_not_where_it_is_from_is_refused() {
    assertThatThrownBy(() -> UnitCosts.read(new StringReader("results = a.md\n")))
        .hasMessageContaining("measured-events");
    assertThatThrownBy(
            () -> UnitCosts.read(new StringReader("results = a.md\nmeasured-events = 1\n")))
        .hasMessageContaining("measured-events.because");
  }

  @Test
  void a_place_is_a_table_a_row_and_a_column() {
    ResultsFile file = ResultsFile.parse("2026-01-02-abc.md", RESULTS);
    assertThat(file.number("events/s | the job, with identity | median")).isEqualTo(16_425);
    assertThat(file.number("events/s | the job, with identity | min")).isEqualTo(14_455);
    assertThat(file.number("facts of leads | mean, p99, most | with identity")).isEqualTo(12.9);
    assertThat(file.number("facts of leads | bytes of a lead | with identity")).isEqualTo(1117);
    assertThat(file.number("command | --rounds")).isEqualTo(4);
    assertThat(file.number("machine | cores")).isEqualTo(2);
    assertThatThrownBy(() -> file.number("events/s | the job | median"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("2026-01-02-abc.md has no events/s | the job | median");
  }

  @Test
  void the_newest_results_are_the_latest_days_and_of_these_the_longest_run() {
    ResultsFile longer = ResultsFile.parse("2026-01-01-fff.md", RESULTS);
    ResultsFile newest = ResultsFile.parse("2026-01-02-aaa.md", RESULTS);
    ResultsFile shorter =
        ResultsFile.parse("2026-01-02-fff.md", RESULTS.replace("--rounds 4", "--rounds 1"));
    ResultsFile notes = ResultsFile.parse("notes.md", RESULTS);
    ResultsFile another =
        ResultsFile.parse("2026-01-03-aaa.md", RESULTS.replace("run end-to-end", "run jmh"));
    assertThat(ResultsFile.newest(List.of(longer, newest, shorter, notes, another)))
        .isSameAs(newest);
  }
}
