package dev.kizashi.cli.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every savepoint that a version has to read, is: every key, by this version's operators. */
class GoldenSavepointTest {
  /** For whoever wants to see the whole difference. */
  private static final Path READ = Installation.locate().home().resolve("deploy/cli/target/golden");

  static Stream<Arguments> golden() {
    return GoldenSavepoint.all().stream()
        .flatMap(
            golden ->
                Stream.of(SavepointReader.ROCKSDB, SavepointReader.HASHMAP)
                    .map(backend -> Arguments.of(golden, backend)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void every_key_holds_what_it_held_when_it_was_written(GoldenSavepoint golden, String backend)
      throws Exception {
    SavepointContents contents = SavepointReader.read(golden.savepoint(), backend);
    List<String> differences =
        SavepointContents.differences(Files.readAllLines(golden.text()), contents.lines());
    Path read = Files.createDirectories(READ).resolve(golden.name() + ".txt");
    Files.write(read, contents.lines());
    assertThat(differences.stream().limit(20))
        .as("%d lines differ; all of what was read is in %s", differences.size(), read)
        .isEmpty();
    assertThat(Coverage.missing(contents)).as("cases that it has none of").isEmpty();
  }
}
