package dev.kizashi.cli.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The formats that are written, those that the page tells of, and the savepoints that are kept. */
class StateFormatsTest {
  /** A row's last-but-one column: {@code …, format 3 |}. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| [^|]+ \\| `([a-z]+)` \\| [^|]+ \\| [^|]+, format (\\d+) \\|");

  private static final Pattern KEPT = Pattern.compile("(?m)^\\* `([a-z]+-\\d+_[a-z0-9_-]+)`");

  @Test
  void what_is_written_today_has_a_golden_savepoint() {
    assertThat(GoldenSavepoint.ofToday().folder()).isDirectory();
  }

  @Test
  void the_page_names_the_formats_that_are_written() throws IOException {
    Map<String, Integer> named = new TreeMap<>();
    ROW.matcher(page())
        .results()
        .forEach(row -> named.put(row.group(1), Integer.valueOf(row.group(2))));
    assertThat(named).isEqualTo(GoldenSavepoint.formats());
  }

  @Test
  void every_golden_savepoint_that_the_page_names_is_kept() throws IOException {
    List<String> named = KEPT.matcher(page()).results().map(row -> row.group(1)).toList();
    assertThat(GoldenSavepoint.all())
        .extracting(GoldenSavepoint::name)
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private static String page() throws IOException {
    return Files.readString(Installation.locate().home().resolve("docs/state.md"));
  }
}
