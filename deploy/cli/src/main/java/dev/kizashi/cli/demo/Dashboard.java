package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.DemoView.Change;
import dev.kizashi.cli.demo.DemoView.Counters;
import dev.kizashi.cli.demo.DemoView.Named;
import dev.kizashi.cli.demo.DemoView.NotCounted;
import dev.kizashi.cli.demo.DemoView.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The whole screen as lines, for a given size. */
final class Dashboard {
  /** Narrower or lower than this, lines are cut off by the terminal. */
  private static final int LEAST_WIDTH = 72;

  private static final int LEAST_ROWS = 3;
  private static final int LEAST_ROWS_WHERE_LOW = 2;
  private static final int MOST_ROWS = 14;

  /** The table's head, and the blank before it. */
  private static final int TABLE_FRAME = 2;

  /** Lower than this, only what matters most. */
  private static final int LOW = 30;

  private static final int HIGH = 40;

  /** Of the longest usual move, {@code customer → recycled}, where there is room. */
  private static final int LONG_MOVES = 19;

  private static final int SHORT_MOVES = 12;
  private static final int WIDE = 100;

  /** Label, temperature, value and trend, fit, cools in, and the gaps between. */
  private static final int FIXED_COLUMNS = 5 + 6 + 7 + 4 + 9 + 6;

  private final Ink ink;
  private final int width;
  private final int height;

  Dashboard(Ink ink, int width, int height) {
    this.ink = ink;
    this.width = Math.max(LEAST_WIDTH, width);
    this.height = height;
  }

  /** At most as many lines as the screen is high; what has no room is left out from below. */
  List<String> lines(DemoView view) {
    List<String> foot = new ArrayList<>();
    foot.add("");
    foot.addAll(Words.wrapped(view.addresses(), "  ", width).stream().map(ink::dim).toList());
    List<String> head = head(view);
    List<String> changes = changes(view);
    int free = height - head.size() - changes.size() - foot.size() - TABLE_FRAME;
    int least = height < LOW ? LEAST_ROWS_WHERE_LOW : LEAST_ROWS;
    List<String> alert = alert(view, free - least);
    int rows = Math.max(least, Math.min(MOST_ROWS, free - alert.size()));

    List<String> lines = new ArrayList<>(head);
    lines.add("");
    lines.addAll(table(view.warmest(), rows));
    lines.addAll(changes);
    lines.addAll(alert);
    List<String> fitting =
        lines.subList(0, Math.max(0, Math.min(lines.size(), height - foot.size())));
    return Stream.concat(fitting.stream(), foot.stream()).limit(height).toList();
  }

  private List<String> changes(DemoView view) {
    List<String> lines = new ArrayList<>();
    if (!view.changes().isEmpty()) {
      lines.add("");
      if (height >= LOW) {
        lines.add(ink.bold("Stage changes"));
      }
      view.changes().stream()
          .limit(height < LOW ? 1 : height < HIGH ? 3 : 5)
          .map(change -> line(change, view))
          .forEach(lines::add);
    }
    List<String> asides = asides(view);
    lines.addAll(height < LOW ? asides.subList(0, Math.min(1, asides.size())) : asides);
    return lines;
  }

  /** Who was recognised and what was not counted, latest first. */
  private List<String> asides(DemoView view) {
    List<String> lines = new ArrayList<>();
    view.named().ifPresent(named -> lines.add(line(named, view)));
    view.notCounted()
        .ifPresent(
            notCounted -> {
              boolean later =
                  view.named().map(named -> named.at().isBefore(notCounted.at())).orElse(true);
              lines.add(later ? 0 : lines.size(), line(notCounted, view));
            });
    return lines;
  }

  private List<String> alert(DemoView view, int most) {
    List<String> lines = new ArrayList<>();
    view.alert()
        .ifPresent(
            alert -> {
              lines.add("");
              lines.addAll(new AlertText(view.zone(), ink, width).lines(alert, most - 2));
              if (view.waiting() > 0 && height >= LOW) {
                lines.add(ink.dim("  and %d more since".formatted(view.waiting())));
              }
            });
    return lines;
  }

  /** The time and the counters. */
  List<String> head(DemoView view) {
    String time = Words.when(view.now(), view.zone());
    String pace =
        String.format(
            Locale.ROOT,
            "day %d, one second is %.1f hours",
            view.elapsed().toDays() + 1,
            view.speed() / 3600);
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold("Kizashi")
            + "  "
            + ink.bold(time)
            + "  "
            + ink.dim(Words.cut(pace, width - time.length() - 11)));
    lines.addAll(Words.wrapped(counters(view.counters()), "  ", width));
    view.trouble()
        .ifPresent(
            trouble ->
                lines.add(ink.bad(Words.cut("The job failed and restarted: " + trouble, width))));
    return lines;
  }

  static List<String> counters(Counters counters) {
    return List.of(
        "events " + Words.count(counters.events()),
        "scored " + Words.count(counters.scored()),
        "unmatched " + Words.count(counters.unmatched()),
        "anonymous " + Words.count(counters.anonymous()),
        "duplicates " + Words.count(counters.duplicates()),
        "ignored " + Words.count(counters.ignored()),
        "dead letters " + Words.count(counters.deadLetters()),
        "alerts " + Words.count(counters.alerts()));
  }

  private List<String> table(List<Standing> warmest, int rows) {
    int free = width - FIXED_COLUMNS;
    int who = free * 2 / 5;
    int bar = free / 4;
    int account = free - who - bar;
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(
            Words.left("Warmest leads", who)
                + " "
                + Words.left("account", account)
                + " "
                + Words.left("label", 5)
                + " "
                + Words.left("", 6)
                + Words.left("engagement", bar + 8)
                + " "
                + Words.right("fit", 4)
                + " "
                + Words.right("cools in", 9)));
    warmest.stream().limit(rows).forEach(lead -> lines.add(row(lead, who, account, bar)));
    return lines;
  }

  private String row(Standing lead, int who, int account, int bar) {
    int filled = (int) Math.round(bar * Math.max(0, Math.min(1, lead.engagement() / lead.most())));
    String trend = lead.trend() > 0 ? "↑" : lead.trend() < 0 ? "↓" : " ";
    return Words.left(lead.who(), who)
        + " "
        + Words.left(lead.account(), account)
        + " "
        + ink.bold(Words.left(lead.label(), 5))
        + " "
        + ink.heat(lead.heat(), Words.left(lead.temperature(), 6) + "█".repeat(filled))
        + ink.dim("░".repeat(bar - filled))
        + Words.right(Words.score(lead.engagement()), 6)
        + " "
        + trend
        + " "
        + Words.right(Long.toString(Math.round(lead.fit())), 4)
        + " "
        + Words.right(lead.coolsIn().map(Words::lasting).orElse("–"), 9);
  }

  String line(Change change, DemoView view) {
    return line(
        change.at(),
        change.who(),
        change.from() + " → " + change.to(),
        "%s %s, %s".formatted(change.label(), Words.score(change.points()), change.cause()),
        change.label(),
        view);
  }

  String line(Named named, DemoView view) {
    String before = width < WIDE ? "stranger" : "was visitor " + named.visitor();
    return line(
        named.at(),
        named.who(),
        named.from() + " → " + named.to(),
        before + ": " + named.brought(),
        named.label(),
        view);
  }

  String line(NotCounted notCounted, DemoView view) {
    String not = width < WIDE ? "machine" : "not counted";
    return line(
        notCounted.at(),
        notCounted.who(),
        (notCounted.unchanged() ? "stays " : "is ") + notCounted.temperature(),
        "%s: %s, %s".formatted(not, Machines.inWords(notCounted.suspects()), notCounted.signal()),
        notCounted.label(),
        view);
  }

  private String line(
      Instant at, String whom, String moved, String why, String label, DemoView view) {
    int who = Math.min(28, width / 4);
    int moves = width < WIDE ? SHORT_MOVES : LONG_MOVES;
    return ink.dim(Words.left(Words.when(at, view.zone()), 16))
        + " "
        + Words.left(whom, who)
        + " "
        + ink.heat(ExplainedAlert.heat(label), Words.left(moved, moves))
        + " "
        + Words.cut(why, width - moves - 19 - who);
  }
}
