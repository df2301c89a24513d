package dev.kizashi.cli.demo;

import dev.kizashi.cli.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Line after line, for a pipe, a log or a dumb terminal. */
final class PlainShow implements Show {
  private static final int WIDTH = 100;
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final int LEADS = 3;
  private static final int CHANGES = 3;

  private final Terminal terminal;
  private Instant nextAt = Instant.MIN;
  private boolean machinesExplained;

  PlainShow(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void ready(String part, Duration took) {
    terminal.line(Checklist.line(part, took));
    terminal.flush();
  }

  @Override
  public void up(Addresses addresses) {
    terminal.line("");
    addresses.lines().forEach(terminal::line);
    terminal.line("");
    terminal.flush();
  }

  @Override
  public void view(DemoView view) {
    if (Instant.now().isBefore(nextAt)) {
      return;
    }
    nextAt = Instant.now().plus(PACE);
    status(view);
  }

  private void status(DemoView view) {
    terminal.line(
        Words.when(view.now(), view.zone())
            + "  "
            + String.join("  ", Dashboard.counters(view.counters())));
    view.trouble()
        .ifPresent(trouble -> terminal.line("  the job failed and restarted: " + trouble));
    view.warmest().stream()
        .limit(LEADS)
        .forEach(
            lead ->
                terminal.line(
                    String.format(
                        Locale.ROOT,
                        "  %-20s %-2s %-5s %5.1f %s%s",
                        Words.cut(lead.who(), 20),
                        lead.label(),
                        lead.temperature(),
                        lead.engagement(),
                        lead.trend() > 0 ? "rising" : lead.trend() < 0 ? "falling" : "steady",
                        lead.coolsIn()
                            .map(left -> ", cools in " + Words.lasting(left))
                            .orElse(""))));
    Dashboard dashboard = new Dashboard(Ink.PLAIN, WIDTH, Integer.MAX_VALUE);
    view.changes().stream()
        .limit(CHANGES)
        .forEach(change -> terminal.line("  " + dashboard.line(change, view)));
    terminal.flush();
  }

  @Override
  public void named(DemoView.Named named, DemoView view) {
    paragraph(new AsideText(view.zone(), Ink.PLAIN, WIDTH).lines(named));
  }

  /** In full for the first; the next ones are like it. */
  @Override
  public void notCounted(DemoView.NotCounted notCounted, DemoView view) {
    if (!machinesExplained) {
      machinesExplained = true;
      paragraph(new AsideText(view.zone(), Ink.PLAIN, WIDTH).lines(notCounted));
    } else {
      terminal.line(
          "  " + new Dashboard(Ink.PLAIN, WIDTH, Integer.MAX_VALUE).line(notCounted, view));
      terminal.flush();
    }
  }

  private void paragraph(List<String> lines) {
    terminal.line("");
    lines.forEach(terminal::line);
    terminal.line("");
    terminal.flush();
  }

  @Override
  public void explained(ExplainedAlert alert, DemoView view) {
    paragraph(new AlertText(view.zone(), Ink.PLAIN, WIDTH).lines(alert));
  }

  @Override
  public void end(DemoView last, String why) {
    status(last);
    terminal.line("");
    terminal.line(why);
    terminal.flush();
  }

  @Override
  public void ended() {
    terminal.line("Everything has ended; nothing is left behind.");
  }

  @Override
  public void close() {}
}
