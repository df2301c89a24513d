package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.DemoView.Change;
import dev.kizashi.cli.demo.DemoView.Counters;
import dev.kizashi.cli.demo.DemoView.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The whole screen as lines, for a given size. */
final class Dashboard {
  /** Narrower or lower than this, lines are cut off by the terminal. */
  private static final int LEAST_WIDTH = 72;

  private static final int LEAST_ROWS = 3;
  private static final int MOST_ROWS = 14;

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

  /** At most as many lines as the screen is high. */
  List<String> lines(DemoView view) {
    List<String> top = new ArrayList<>(head(view));
    List<String> bottom = new ArrayList<>();
    int changes = height < 36 ? 2 : 5;
    if (!view.changes().isEmpty()) {
      bottom.add("");
      bottom.add(ink.bold("Stage changes"));
      view.changes().stream().limit(changes).map(change -> line(change, view)).forEach(bottom::add);
    }
    List<String> foot = new ArrayList<>();
    foot.add("");
    foot.addAll(Words.wrapped(view.addresses(), "   ", width).stream().map(ink::dim).toList());
    view.alert()
        .ifPresent(
            alert -> {
              int free = height - top.size() - bottom.size() - foot.size() - LEAST_ROWS - 3;
              bottom.add("");
              bottom.addAll(
                  new AlertText(view.zone(), ink, width)
                      .lines(alert, Math.max(2, free - AlertText.FRAME)));
              if (view.waiting() > 0) {
                bottom.add(ink.dim("  and %d more since".formatted(view.waiting())));
              }
            });
    int rows = height - top.size() - bottom.size() - foot.size() - 2;
    top.add("");
    top.addAll(table(view.warmest(), Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows - 1))));
    top.addAll(bottom);
    top.addAll(foot);
    return top.subList(0, Math.min(top.size(), height));
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
    int who = Math.min(28, width / 4);
    String moved = change.from() + " → " + change.to();
    return ink.dim(Words.left(Words.when(change.at(), view.zone()), 16))
        + " "
        + Words.left(change.who(), who)
        + " "
        + ink.heat(ExplainedAlert.heat(change.label()), Words.left(moved, 12))
        + " "
        + Words.cut(
            "%s, %s, engagement %s"
                .formatted(change.label(), change.cause(), Words.score(change.points())),
            width - 31 - who);
  }
}
