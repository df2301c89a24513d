package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.ExplainedAlert.Line;
import dev.kizashi.events.Bant;
import dev.kizashi.events.Moment;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An alert explained line by line, in a given width. */
final class AlertText {
  private static final int COUNT = 5;
  private static final int LAST = 21;
  private static final int POINTS = 8;
  private static final int SIDE = 12;
  private static final int MOMENTS = 4;

  /** Of the explanation, however little room there is. */
  private static final int LEAST = 2;

  /** Where there is less room than this, one moment is enough. */
  private static final int LOW = 16;

  private final ZoneId zone;
  private final Ink ink;
  private final int width;

  AlertText(ZoneId zone, Ink ink, int width) {
    this.zone = zone;
    this.ink = ink;
    this.width = width;
  }

  /** All of it. */
  List<String> lines(ExplainedAlert alert) {
    return lines(alert, Integer.MAX_VALUE);
  }

  /**
   * As much of it as fits; the lines of the explanation that do not become one, so that they still
   * sum to the engagement.
   *
   * @param height lines to fill at most, as far as {@value #LEAST} of the explanation allow
   */
  List<String> lines(ExplainedAlert alert, int height) {
    List<String> head = head(alert);
    List<String> foot = foot(alert, height < LOW ? 1 : MOMENTS);
    List<String> lines = new ArrayList<>(head);
    folded(alert.lines(), Math.max(LEAST, height - head.size() - foot.size()))
        .forEach(line -> lines.add(row(line)));
    lines.addAll(foot);
    return lines;
  }

  private List<String> head(ExplainedAlert alert) {
    String head = alert.who() + "  " + Words.when(alert.occurredAt(), zone) + "  " + alert.change();
    String about =
        Stream.of(
                Optional.of(alert.leadId()),
                alert.account(),
                alert.owner().map(owner -> "owner " + owner),
                Optional.of("priority " + alert.priority()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return List.of(
        ink.heat(alert.heat(), ink.bold("▲ " + alert.definition()))
            + " "
            + Words.cut(head, width - alert.definition().length() - 3),
        "  " + Words.cut(about, width - 2));
  }

  private List<String> foot(ExplainedAlert alert, int moments) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(
            Words.left("  engagement", width - POINTS)
                + Words.right(Words.points(alert.engagement()).substring(1), POINTS)));
    lines.addAll(
        side("recently", alert.moments().stream().limit(moments).map(this::moment).toList(), "; "));
    lines.addAll(side("fit", fit(alert), ", "));
    lines.addAll(
        side(
            "next",
            Stream.of(
                    alert
                        .coolsAt()
                        .map(at -> "cools " + Words.when(at, zone) + " if nothing more happens"),
                    alert.respondBy().map(at -> "respond by " + Words.when(at, zone)))
                .flatMap(Optional::stream)
                .toList(),
            "; "));
    return lines;
  }

  private List<String> fit(ExplainedAlert alert) {
    List<String> parts = new ArrayList<>();
    parts.add(
        Words.score(alert.fit())
            + alert.grade().map(grade -> " is grade " + grade).orElse(" without a grade"));
    parts.add("label " + alert.label());
    List<String> bant = bant(alert);
    parts.addAll(bant.isEmpty() ? List.of("nothing known of budget and need") : bant);
    return parts;
  }

  private static List<String> bant(ExplainedAlert alert) {
    Bant bant = alert.bant();
    return Stream.of(
            told("budget", bant.getBudget(), alert),
            told("authority", bant.getAuthority(), alert),
            told("need", bant.getNeed(), alert),
            told("timeframe", bant.getTimeframe(), alert))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> told(String what, String value, ExplainedAlert alert) {
    return Optional.ofNullable(value)
        .map(text -> what + " " + text + (alert.stale().contains(what) ? " (stale)" : ""));
  }

  private String moment(Moment moment) {
    return Words.when(moment.getOccurredAt(), zone)
        + " "
        + moment.getLabel()
        + (moment.getAsset() == null ? "" : " (" + moment.getAsset() + ")");
  }

  /** A word at the side, the parts beside it. */
  private List<String> side(String word, List<String> parts, String between) {
    List<String> lines = new ArrayList<>();
    String before = Words.left("  " + word, SIDE);
    for (String line : Words.wrapped(parts, between, width - SIDE)) {
      lines.add(ink.dim(before) + line);
      before = " ".repeat(SIDE);
    }
    return lines;
  }

  private String row(Line line) {
    String count = line.count() > 0 ? line.count() + " ×" : "";
    String label =
        line.suspects().isEmpty()
            ? line.label()
            : line.label() + " (plus " + Machines.inWords(line.suspects()) + ")";
    String last = line.lastAt().map(at -> "last " + Words.when(at, zone)).orElse("");
    return "  "
        + Words.left(label, width - 2 - COUNT - 2 - LAST - POINTS)
        + Words.right(count, COUNT)
        + "  "
        + ink.dim(Words.left(last, LAST))
        + Words.right(Words.points(line.points()), POINTS);
  }

  private static List<Line> folded(List<Line> lines, int most) {
    if (lines.size() <= most) {
      return lines;
    }
    List<Line> rest = lines.subList(most - 1, lines.size());
    List<Line> folded = new ArrayList<>(lines.subList(0, most - 1));
    folded.add(
        new Line(
            rest.size() + " more lines",
            0,
            Map.of(),
            Optional.empty(),
            rest.stream().mapToDouble(Line::points).sum()));
    return folded;
  }
}
