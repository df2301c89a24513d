package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir Path folder;

  @Test
  void what_lies_in_a_folder_already_is_never_put_up_for_deletion() throws Exception {
    Files.writeString(folder.resolve("thesis.txt"), "ten years");
    assertThatThrownBy(
            () -> StateFolder.prepare(StackSettings.builder().stateFolder(folder).build()))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("is not empty and would be deleted");
    assertThat(folder.resolve("thesis.txt")).exists();
  }

  @Test
  void kept_state_is_opened_again() {
    StackSettings kept = StackSettings.builder().stateFolder(folder).keepState(true).build();
    StateFolder.prepare(kept);
    assertThat(StateFolder.prepare(kept).checkpoints()).isDirectory();
  }

  @Test
  void is_deleted_with_everything_in_it() {
    StateFolder state =
        StateFolder.prepare(StackSettings.builder().stateFolder(folder.resolve("new")).build());
    state.delete();
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
