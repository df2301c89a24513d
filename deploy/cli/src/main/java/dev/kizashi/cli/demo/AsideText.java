package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.DemoView.Named;
import dev.kizashi.cli.demo.DemoView.NotCounted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** Why somebody is warm at once, and why nobody is called: three lines each, in a given width. */
final class AsideText {
  private final ZoneId zone;
  private final Ink ink;
  private final int width;

  AsideText(ZoneId zone, Ink ink, int width) {
    this.zone = zone;
    this.ink = ink;
    this.width = width;
  }

  List<String> lines(Named named) {
    return told(
        "● recognised",
        "%s  %s → %s  %s".formatted(at(named.at()), named.from(), named.to(), named.who()),
        "Until then %s, a visitor without a name: %s.".formatted(named.visitor(), named.brought()),
        "Then the visitor said who it is, and all of that counts at once, as of when it was done:"
            + " %s points.".formatted(Words.score(named.points())));
  }

  List<String> lines(NotCounted notCounted) {
    return told(
        "○ not counted",
        "%s  %s".formatted(notCounted.who(), at(notCounted.at())),
        "%s: %s.".formatted(notCounted.signal(), Machines.inWords(notCounted.suspects())),
        "What machines do, such as scanners of mail, is shown and gives no points: the lead %s %s"
                .formatted(notCounted.unchanged() ? "stays" : "is", notCounted.temperature())
            + " with %s, and nobody is called because of it."
                .formatted(Words.score(notCounted.points())));
  }

  private String at(Instant instant) {
    return Words.when(instant, zone);
  }

  private List<String> told(String what, String whom, String... sentences) {
    return Stream.concat(
            Stream.of(ink.bold(what) + " " + Words.cut(whom, width - what.length() - 1)),
            Stream.of(sentences)
                .flatMap(
                    sentence ->
                        Words.wrapped(List.of(sentence.split(" ", -1)), " ", width - 2).stream())
                .map(line -> "  " + line))
        .toList();
  }
}
