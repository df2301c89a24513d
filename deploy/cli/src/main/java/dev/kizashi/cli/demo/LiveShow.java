package dev.kizashi.cli.demo;

import dev.kizashi.cli.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One screen, repainted in place: on the terminal's other page, whole frames at once, so that
 * nothing flickers and the scrollback stays as it was.
 */
final class LiveShow implements Show {
  private static final String ESCAPE = "\u001b[";
  private static final String OTHER_PAGE = ESCAPE + "?1049h" + ESCAPE + "?25l";
  private static final String OWN_PAGE = ESCAPE + "?25h" + ESCAPE + "?1049l";
  private static final String FRAME_BEGINS = ESCAPE + "?2026h" + ESCAPE + "H";
  private static final String FRAME_ENDS = ESCAPE + "J" + ESCAPE + "?2026l";
  private static final String REST_OF_LINE = ESCAPE + "K";
  private static final Duration SIZE_LASTS = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final Ink ink;
  private final Thread restore = new Thread(this::leave, "demo-restore-terminal");
  private ScreenSize size = ScreenSize.current();
  private Instant sizeUntil = Instant.MIN;
  private boolean onOtherPage;

  LiveShow(Terminal terminal) {
    this.terminal = terminal;
    this.ink = terminal.isColoured() ? Ink.COLOUR : Ink.PLAIN;
    // However the JVM ends.
    Runtime.getRuntime().addShutdownHook(restore);
  }

  @Override
  public void starting(String component, String address) {
    terminal.progress("… " + Checklist.inWords(component));
  }

  @Override
  public void ready(String part, Duration took) {
    String line = Checklist.line(part, took);
    terminal.line(ink.good(line.substring(0, 1)) + line.substring(1));
  }

  @Override
  public void up(Addresses addresses) {
    terminal.line("");
    addresses.lines().forEach(terminal::line);
  }

  @Override
  public void view(DemoView view) {
    if (!Instant.now().isBefore(sizeUntil)) {
      size = ScreenSize.current();
      sizeUntil = Instant.now().plus(SIZE_LASTS);
    }
    paint(new Dashboard(ink, size.width(), size.height()).lines(view));
  }

  private synchronized void paint(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (!onOtherPage) {
      frame.append(OTHER_PAGE);
      onOtherPage = true;
    }
    frame.append(FRAME_BEGINS);
    // No line break after the last: it would scroll a full screen.
    frame.append(
        lines.stream().map(line -> line + REST_OF_LINE).collect(Collectors.joining("\r\n")));
    terminal.raw(frame.append(FRAME_ENDS).toString());
  }

  private synchronized void leave() {
    if (onOtherPage) {
      terminal.raw(OWN_PAGE);
      onOtherPage = false;
    }
  }

  @Override
  public void end(DemoView last, String why) {
    leave();
    last.alert()
        .ifPresent(
            alert -> {
              terminal.line("");
              new AlertText(last.zone(), ink, size.width()).lines(alert).forEach(terminal::line);
            });
    AsideText asides = new AsideText(last.zone(), ink, size.width());
    Stream.of(last.named().map(asides::lines), last.notCounted().map(asides::lines))
        .flatMap(Optional::stream)
        .forEach(
            lines -> {
              terminal.line("");
              lines.forEach(terminal::line);
            });
    terminal.line("");
    new Dashboard(ink, size.width(), size.height()).head(last).forEach(terminal::line);
    terminal.line(why);
    terminal.progress("ending everything…");
  }

  @Override
  public void ended() {
    terminal.line("Everything has ended; nothing is left behind.");
  }

  @Override
  public void close() {
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(restore);
    } catch (IllegalStateException e) {
      // The JVM is ending: it has been left, or is being left.
    }
  }
}
