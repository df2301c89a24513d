package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir Path state;

  @BeforeEach
  void a_job_left_three_of_which_the_last_is_incomplete() throws Exception {
    for (String complete : new String[] {"chk-9", "chk-10"}) {
      Path folder = Files.createDirectories(state.resolve("checkpoints/job").resolve(complete));
      Files.createFile(folder.resolve("_metadata"));
    }
    Files.createDirectories(state.resolve("checkpoints/job/chk-11"));
    Files.createDirectories(state.resolve("checkpoints/job/shared"));
  }

  @Test
  void the_latest_complete_one_is_found_by_its_number() {
    assertThat(Checkpoints.latest(state, "job"))
        .contains(state.resolve("checkpoints/job/chk-10").toUri().toString());
  }

  @Test
  void a_job_that_never_ran_has_none() {
    assertThat(Checkpoints.latest(state, "other")).isEmpty();
  }

  @Test
  void the_one_written_last_is_found_whatever_job_it_is_of() throws Exception {
    Path older = state.resolve("checkpoints/job/chk-10/_metadata");
    Files.setLastModifiedTime(older, FileTime.fromMillis(1_000));
    Files.setLastModifiedTime(
        state.resolve("checkpoints/job/chk-9/_metadata"), FileTime.fromMillis(999));
    assertThat(Checkpoints.newest(state)).contains(older.getParent().toUri().toString());

    Path savepoint = Files.createDirectories(state.resolve("savepoints/savepoint-1"));
    Files.createFile(savepoint.resolve("_metadata"));
    assertThat(Checkpoints.newest(state)).contains(savepoint.toUri().toString());
  }

  @Test
  void where_nothing_ran_there_is_none(@TempDir Path empty) {
    assertThat(Checkpoints.newest(empty)).isEmpty();
  }
}
