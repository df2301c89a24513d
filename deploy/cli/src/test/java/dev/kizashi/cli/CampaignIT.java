package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short version of the campaign, and that it fails where it has to. The long one is the command
 * itself.
 */
class CampaignIT {
  private static final int FAULTS = 4;

  /** The JobManager, a TaskManager and then the other, another jar, the broker. */
  private static final String BREAKS_FLINK_AND_THE_BROKER = "33";

  /** Begins with a TaskManager. */
  private static final String BREAKS_A_TASK_MANAGER = "26";

  @TempDir private Path folder;

  @Test
  void nothing_is_lost_and_nothing_comes_twice_when_parts_break() throws Exception {
    Path page = folder.resolve("campaign.md");
    Ran ran =
        Ran.kizashi(
            "campaign",
            "--seed",
            BREAKS_FLINK_AND_THE_BROKER,
            "--faults",
            String.valueOf(FAULTS),
            "--events",
            "6000",
            "--pause",
            "1-2",
            "--report",
            page.toString(),
            "--json");
    JsonNode found = json(ran);
    assertThat(ran.exitCode()).as(found.toPrettyString()).isZero();
    assertThat(found.path("faults")).hasSize(FAULTS);
    assertThat(found.path("unreadable").asInt()).isPositive();
    assertThat(found.path("models").asInt()).isPositive();
    assertThat(Files.readString(page)).contains("Nothing lost, nothing twice");
  }

  @ParameterizedTest
  @CsvSource({"AT_LEAST_ONCE", "NO_DEDUPLICATION", "OLD_CHECKPOINT"})
  void a_cluster_that_is_broken_on_purpose_is_found_out(String control) throws Exception {
    Ran ran =
        Ran.kizashi(
            "campaign",
            "--seed",
            BREAKS_A_TASK_MANAGER,
            "--faults",
            "1",
            "--events",
            "3000",
            "--pause",
            "8",
            "--control",
            control,
            "--json");
    JsonNode found = json(ran);
    assertThat(ran.exitCode()).as(found.toPrettyString()).isEqualTo(1);
    assertThat(found.path("audit").path("differences").asInt()).isPositive();
  }

  private static JsonNode json(Ran ran) throws Exception {
    return JsonMapper.builder().build().readTree(String.join("", ran.out()));
  }
}
