package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.records.OutputTopic;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints that are broken, and disks without room. Each test goes on from the one before; at
 * the end everything has come out once by its ids.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenStorageIT {
  private static final Instant START = Instant.now().minus(Duration.ofDays(1));

  @TempDir private static Path folder;

  private static Optional<SmallDisk> checkpointsDisk;
  private static Optional<SmallDisk> stateDisk;
  private static ScoringStack stack;
  private static CommittedRecords alerts;
  private static CommittedRecords trail;

  @BeforeAll
  static void start() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    Path state = folder.resolve("state");
    checkpointsDisk = SmallDisk.mount(checkpoints);
    stateDisk = SmallDisk.mount(state);
    stack =
        ScoringStack.start(
            StackSettings.builder()
                .flinkOption("execution.checkpointing.dir", checkpoints.toUri().toString())
                .flinkOption("state.backend.rocksdb.localdir", state.toString())
                // What the first test goes back to is still there. The cluster's to say: of a job
                // the JobManager does not take it.
                .flinkOption("execution.checkpointing.num-retained", "200"),
            // However small, state is in files of its own.
            "--flink.execution.checkpointing.data-inline-threshold=0 b");
    alerts = stack.read(OutputTopic.SALES_ALERTS);
    trail = stack.read(OutputTopic.AUDIT_TRAIL);
  }

  @AfterAll
  static void end() throws IOException {
    stack.close();
    for (Optional<SmallDisk> disk : List.of(checkpointsDisk, stateDisk)) {
      if (disk.isPresent()) {
        disk.get().close();
      }
    }
  }

  @Test
  @Order(1)
  void a_broken_checkpoint_fails_loudly_and_the_one_before_it_is_as_good() throws IOException {
    asks("L1");
    awaitAlertOf("L1");
    String before = latestCheckpoint();
    asks("L2");
    awaitAlertOf("L2");
    stack.cancel();
    List<String> raised = idsOf("L2");
    assertThat(raised).doesNotHaveDuplicates();
    String latest = latestCheckpoint();
    assertThat(latest).isNotEqualTo(before);

    Path metadata = Path.of(URI.create(latest)).resolve("_metadata");
    byte[] whole = Files.readAllBytes(metadata);
    Files.write(metadata, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> stack.goOnFrom(latest)).hasStackTraceContaining("EOFException");
    Files.write(metadata, whole);

    Path sst = fileOfTheState(latest);
    Path aside = Files.move(sst, sst.resolveSibling("aside"));
    stack.goOnFrom(latest);
    awaitFailure(sst.getFileName().toString());
    stack.cancel();
    Files.move(aside, sst);
    assertThat(idsOf("L2")).isEqualTo(raised);

    List<String> earlier = idsOf("L1");
    stack.goOnFrom(before);
    // What came after that checkpoint comes again, under the ids that it had.
    alerts.until(all -> idsOf("L2").size() == 2 * raised.size());
    assertThat(idsOf("L2")).hasSameElementsAs(raised);
    assertThat(idsOf("L1")).isEqualTo(earlier);
  }

  @Test
  @Order(2)
  void without_room_for_checkpoints_nothing_comes_out_and_nothing_is_lost() {
    outlives(checkpointsDisk, "L3");
  }

  @Test
  @Order(3)
  void without_room_for_the_state_nothing_comes_out_and_nothing_is_lost() {
    outlives(stateDisk, "L4");
  }

  private static void outlives(Optional<SmallDisk> disk, String lead) {
    assumeTrue(disk.isPresent(), "only root may mount a disk that is small enough to be filled");
    await().atMost(ScoringStack.PATIENCE).until(() -> stack.flink().isRunning(stack.job()));
    int sofar = trail.soFar().size();
    Instant full = Instant.now();
    disk.get().fill();
    try {
      asks(lead);
      await()
          .atMost(ScoringStack.PATIENCE)
          .until(
              () ->
                  checkpoints()
                      .anyMatch(
                          it -> it.triggeredAt().isAfter(full) && it.status().equals("FAILED")));
      assertThat(idsOf(lead)).isEmpty();
      assertThat(trail.soFar()).hasSize(sofar);
    } finally {
      disk.get().makeRoom();
    }
    awaitAlertOf(lead);
    assertThat(idsOf(lead)).doesNotHaveDuplicates();
    assertThat(trail.soFar(AuditEntry.class))
        .filteredOn(entry -> lead.equals(entry.getLeadId()))
        .hasSize(1);
  }

  private static Stream<FlinkRest.Checkpoint> checkpoints() {
    return stack.flink().checkpoints(stack.job()).stream();
  }

  private static String latestCheckpoint() {
    return checkpoints()
        .filter(checkpoint -> checkpoint.status().equals("COMPLETED"))
        .max(Comparator.comparingLong(FlinkRest.Checkpoint::id))
        .flatMap(FlinkRest.Checkpoint::path)
        .orElseThrow();
  }

  private static void awaitFailure(String named) {
    await()
        .atMost(ScoringStack.PATIENCE)
        .until(
            () ->
                stack
                    .flink()
                    .latestFailure(stack.job())
                    .filter(cause -> cause.contains(named))
                    .isPresent());
  }

  /** One that RocksDB has written and that this checkpoint shares with others. */
  private static Path fileOfTheState(String checkpoint) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            Files.newInputStream(Path.of(URI.create(checkpoint)).resolve("_metadata")))) {
      CheckpointMetadata metadata =
          Checkpoints.loadCheckpointMetadata(
              in, BrokenStorageIT.class.getClassLoader(), checkpoint);
      return metadata.getOperatorStates().stream()
          .flatMap(operator -> operator.getStates().stream())
          .flatMap(subtask -> subtask.getManagedKeyedState().stream())
          .map(IncrementalRemoteKeyedStateHandle.class::cast)
          .flatMap(state -> state.getSharedState().stream())
          .map(file -> ((FileStateHandle) file.getHandle()).getFilePath())
          .map(path -> Path.of(path.toUri().getPath()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Somebody fills in a form, for which sales are called. */
  private static void asks(String lead) {
    stack.send(
        """
        {"topic":"clickstream","event_id":"form-%s","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}"""
            .formatted(lead, START, lead));
  }

  private static void awaitAlertOf(String lead) {
    alerts.until(all -> !idsOf(lead).isEmpty());
  }

  private static List<String> idsOf(String lead) {
    return alerts.soFar(SalesAlert.class).stream()
        .filter(alert -> alert.getLeadId().equals(lead))
        .map(SalesAlert::getAlertId)
        .toList();
  }
}
