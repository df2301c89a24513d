package dev.kizashi.cli.plan;

import dev.kizashi.cli.plan.UnitCosts.Cost;
import dev.kizashi.local.Installation;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of docs/capacity.md and of the unit costs follows from the newest benchmark, as it has to
 * be. With {@code -Dkizashi.write-docs=true} it is written.
 */
final class CapacityPage {
  private static final Path HOME = Installation.locate().home();
  private static final Path COSTS =
      HOME.resolve("deploy/cli/src/main/resources/dev/kizashi/cli/plan/unit-costs.properties");
  private static final Path PAGE = HOME.resolve("docs/capacity.md");

  private static final Pattern FROM = Pattern.compile("(?m)^([a-z-]+)\\.from = (.+)$");

  /** A command and, in the next block, what it prints. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(```sh\n\\./kizashi (plan [^\n]+)\n```\n```text\n)(.*?)(```\n)", Pattern.DOTALL);

  private static final String GENERATED = "<!-- generated from unit-costs.properties -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  private CapacityPage() {}

  static boolean isToBeWritten() {
    return Boolean.getBoolean("kizashi.write-docs");
  }

  static UnitCosts costsOfTheSource() throws IOException {
    try (Reader file = Files.newBufferedReader(COSTS)) {
      return UnitCosts.read(file);
    }
  }

  static Properties propertiesOfTheSource() throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(COSTS)) {
      properties.load(file);
    }
    return properties;
  }

  /** Also where this JVM reads them from, so that the page can be written in the same run. */
  static void renewIfAsked() throws IOException {
    if (isToBeWritten()) {
      String renewed = renewedCosts(Files.readString(COSTS), ResultsFile.newest());
      Files.writeString(COSTS, renewed);
      Files.writeString(
          Path.of(UnitCosts.class.getResource("unit-costs.properties").getPath()), renewed);
    }
  }

  static String renewedCosts(String file, ResultsFile results) {
    String renewed = file.replaceFirst("(?m)^results = .*$", "results = " + results.name());
    for (MatchResult cost : FROM.matcher(file).results().toList()) {
      renewed =
          renewed.replaceFirst(
              "(?m)^" + cost.group(1) + " = .*$",
              cost.group(1) + " = " + results.digits(cost.group(2)));
    }
    return renewed;
  }

  static String text() throws IOException {
    return Files.readString(PAGE);
  }

  static void write(String text) throws IOException {
    Files.writeString(PAGE, text);
  }

  static List<String> commands(String page) {
    return EXAMPLE.matcher(page).results().map(example -> example.group(2)).toList();
  }

  /**
   * The page as it has to be.
   *
   * @param printed what a command prints
   */
  static String renewed(String page, UnitCosts costs, Function<String, List<String>> printed) {
    String examples =
        EXAMPLE
            .matcher(page)
            .replaceAll(
                example ->
                    Matcher.quoteReplacement(
                        example.group(1)
                            + printed.apply(example.group(2)).stream()
                                .map(line -> line + "\n")
                                .collect(Collectors.joining())
                            + example.group(4)));
    return examples.substring(0, examples.indexOf(GENERATED))
        + GENERATED
        + tables(costs)
        + examples.substring(examples.indexOf(END));
  }

  private static String tables(UnitCosts costs) {
    return "\nMeasured in [%s](../benchmarks/results/%s):\n\n"
            .formatted(costs.results(), costs.results())
        + table("| cost | | table, row and column |", costs.measured())
        + "\nAssumed:\n\n"
        + table("| cost | | because |", costs.assumed())
        + "\n";
  }

  private static String table(String head, List<Cost> costs) {
    return costs.stream()
        .map(
            cost ->
                "| `%s` | %s | %s |\n"
                    .formatted(
                        cost.name().key(),
                        number(cost.value()),
                        cost.origin().replace(" | ", " → ")))
        .collect(Collectors.joining("", head + "\n| --- | ---: | --- |\n", ""));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
