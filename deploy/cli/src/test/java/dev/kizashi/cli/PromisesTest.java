package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/reliability.md says shows a promise is there to show it. */
class PromisesTest {
  private static final Path HOME = Installation.locate().home();

  /** A class and a test method, or a constant, of it. */
  private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  private static final Pattern RULE = Pattern.compile("`(Kizashi\\w+)`");

  private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|Property)\\b");

  private static final String NOT_SHOWN = "Not shown";

  @Test
  void every_test_that_the_page_names_is_there() throws IOException {
    Map<String, String> classes = classes();
    List<MatchResult> named = MEMBER.matcher(page()).results().toList();
    assertThat(named).hasSizeGreaterThan(60);
    assertThat(named)
        .filteredOn(it -> !holds(classes.getOrDefault(it.group(1), ""), it.group(2)))
        .extracting(MatchResult::group)
        .isEmpty();
  }

  @Test
  void every_rule_that_the_page_names_is_shipped() throws IOException {
    String rules = Files.readString(HOME.resolve("deploy/monitoring/alerts.yml"));
    assertThat(RULE.matcher(page()).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(it -> assertThat(rules).contains("- alert: " + it.group(1) + "\n"));
  }

  @Test
  void every_promise_is_shown_by_something_or_said_not_to_be() throws IOException {
    List<String[]> promises = promises();
    assertThat(promises).hasSizeGreaterThan(30);
    assertThat(promises)
        .allSatisfy(
            row -> {
              assertThat(row).as(row[1]).hasSize(5);
              boolean shown = MEMBER.matcher(row[2]).find() || RULE.matcher(row[2]).find();
              assertThat(row[3].contains(NOT_SHOWN)).as(row[1]).isNotEqualTo(shown);
            });
  }

  /** Whether a class has a test method of that name, or is an enum with such a constant. */
  private static boolean holds(String text, String member) {
    int method = text.indexOf(" void " + member + "(");
    if (method < 0) {
      return text.contains("\n  " + member + "(\"");
    }
    String since = text.substring(Math.max(0, text.lastIndexOf("\n  }", method)), method);
    return TEST.matcher(since).find();
  }

  /** The cells of each row that tells who shows a promise, between two that are empty. */
  private static List<String[]> promises() throws IOException {
    List<String[]> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : page().lines().toList()) {
      if (line.startsWith("| promise |") || line.startsWith("| on | rule |")) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("| ---")) {
        rows.add(line.split(" ?\\| ?", -1));
      }
    }
    return rows;
  }

  private static String page() throws IOException {
    String page = Files.readString(HOME.resolve("docs/reliability.md"));
    return page.substring(page.indexOf("## Promise by promise"));
  }

  /** The text of every class of ours, by its simple name; no two tests have one name. */
  private static Map<String, String> classes() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    for (String modules : List.of("schemas", "jobs", "deploy")) {
      try (Stream<Path> files = Files.walk(HOME.resolve(modules))) {
        files
            .filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
            .forEach(
                file ->
                    classes.put(file.getFileName().toString().replace(".java", ""), textOf(file)));
      }
    }
    return classes;
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
