package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.Runbook.Block;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What docs/operations.md names is there; that it works is {@link OperationsIT}'s. */
class RunbookTest {
  private static final Pattern RULE = Pattern.compile("- alert: (\\w+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]+))?\\)");
  private static final Pattern TYPED = Pattern.compile("\\./kizashi ([^|`;)&>\n]*)");

  /** A value in quotes, an option's or a file's, is one word. */
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  @Test
  void blocks_have_their_section_their_line_and_their_answer() {
    Runbook page =
        Runbook.parse(
            List.of(
                "## One",
                "```sh",
                "echo a",
                "echo b",
                "```",
                "",
                "```text",
                "a",
                "…",
                "```",
                "```console",
                "not typed",
                "```",
                "### Within",
                "<!-- long -->",
                "```sh",
                "false",
                "```",
                "words between",
                "```text",
                "no answer",
                "```"));
    assertThat(page.blocks())
        .containsExactly(
            new Block("One", 3, List.of("echo a", "echo b"), false, List.of("a", "…")),
            new Block("One", 17, List.of("false"), true, null));
  }

  @Test
  void an_answer_is_compared_line_by_line() {
    assertThat(answered(List.of("a … c", "d"), "a  b   c", "d")).isTrue();
    assertThat(answered(List.of("a…c", "d"), "ac", "d")).isTrue();
    assertThat(answered(List.of("a … c"), "a b c", "d")).isFalse();
    assertThat(answered(List.of("a", "d"), "a")).isFalse();
    assertThat(answered(List.of("…", "d"), "a", "d", "b", "d")).isTrue();
    assertThat(answered(List.of("a", "…"), "a")).isTrue();
    assertThat(answered(List.of("…", "d", "…", "e"), "d", "x")).isFalse();
    assertThat(answered(List.of(), "a")).isFalse();
    assertThat(answered(List.of("ab…ba"), "aba")).isFalse();
  }

  private static boolean answered(List<String> prints, String... out) {
    return new Block("", 1, List.of(), false, prints).isAnsweredBy(List.of(out));
  }

  @Test
  void every_block_belongs_to_a_section() {
    assertThat(Runbook.read().blocks())
        .hasSizeGreaterThan(15)
        .noneMatch(block -> block.section().isEmpty() || block.commands().isEmpty())
        .anyMatch(Block::isLong)
        .anyMatch(block -> !block.isLong());
  }

  @Test
  void every_alert_rule_has_its_place() throws IOException {
    String page = Files.readString(Runbook.PAGE);
    String rules = Files.readString(Runbook.PAGE.resolveSibling("../deploy/monitoring/alerts.yml"));
    assertThat(RULE.matcher(rules).results().map(it -> it.group(1)))
        .hasSizeGreaterThan(20)
        .allSatisfy(rule -> assertThat(page).contains("`" + rule + "`"));
  }

  @Test
  void every_link_leads_somewhere() throws IOException {
    List<MatchResult> links = LINK.matcher(Files.readString(Runbook.PAGE)).results().toList();
    assertThat(links).hasSizeGreaterThan(10);
    for (MatchResult link : links) {
      Path file =
          link.group(1).isEmpty() ? Runbook.PAGE : Runbook.PAGE.resolveSibling(link.group(1));
      assertThat(file).exists();
      if (link.group(2) != null) {
        assertThat(anchors(file)).as(link.group()).contains(link.group(2));
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    try (Stream<String> lines = Files.lines(page)) {
      return lines
          .filter(line -> line.matches("#+ .*"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(line -> line.replaceAll("[^\\p{L}\\d _-]", "").replace(' ', '-'))
          .toList();
    }
  }

  @Test
  void every_command_and_option_is_one() throws IOException {
    List<String> typed =
        TYPED.matcher(Files.readString(Runbook.PAGE)).results().map(it -> it.group(1)).toList();
    assertThat(typed).hasSizeGreaterThan(40);
    assertThat(typed).extracting(RunbookTest::unknownIn).containsOnly(Optional.empty());
  }

  /** The first word that is neither a command nor an option, nor may be a value. */
  private static Optional<String> unknownIn(String line) {
    Terminal nobody =
        new Terminal(
            OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false, false);
    CommandLine command = Kizashi.commandLine(nobody);
    for (MatchResult word : WORD.matcher(line).results().toList()) {
      CommandLine sub = command.getSubcommands().get(word.group());
      if (sub != null) {
        command = sub;
      } else if (word.group().matches("--?[A-Za-z][\\w-]*")
          ? !command.getCommandSpec().optionsMap().containsKey(word.group())
          : !command.getSubcommands().isEmpty()) {
        return Optional.of(line + ": " + word.group());
      }
    }
    return command.getSubcommands().isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
