package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardTest {
  private static List<String> shown(Ink ink, int width, int height, DemoView view) {
    return new Dashboard(ink, width, height).lines(view);
  }

  @ParameterizedTest
  @CsvSource({"80, 23", "80, 40", "120, 40"})
  void a_screen_looks_as_agreed(int width, int height) throws IOException {
    assertThat(shown(Ink.PLAIN, width, height, Samples.view()))
        .containsExactlyElementsOf(golden("%dx%d.txt".formatted(width, height)));
  }

  private static List<String> golden(String file) throws IOException {
    try (InputStream in = DashboardTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"72, 10", "80, 23", "80, 24", "100, 30", "120, 40", "200, 60"})
  void no_line_is_wider_and_no_screen_higher_than_there_is_room(int width, int height) {
    List<String> lines = shown(Ink.PLAIN, width, height, Samples.view());
    assertThat(lines).hasSizeLessThanOrEqualTo(height);
    assertThat(lines).allMatch(line -> line.length() <= width);
  }

  @Test
  void colour_changes_nothing_but_colour() {
    assertThat(
            shown(Ink.COLOUR, 120, 40, Samples.view()).stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
        .containsExactlyElementsOf(shown(Ink.PLAIN, 120, 40, Samples.view()));
  }

  @Test
  void before_anything_has_happened_there_is_the_time_and_where_to_look() {
    DemoView view = Samples.view();
    DemoView empty =
        new DemoView(
            view.now(),
            view.zone(),
            view.elapsed(),
            view.speed(),
            new DemoView.Counters(0, 0, 0, 0, 0, 0, 0, 0),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            view.addresses());
    assertThat(shown(Ink.PLAIN, 120, 40, empty))
        .first()
        .asString()
        .isEqualTo("Kizashi  Thu 5 Mar 13:57  day 4, one second is 12.0 hours");
    assertThat(shown(Ink.PLAIN, 120, 40, empty)).last().asString().startsWith("Flink http");
  }

  @Test
  void trouble_with_the_job_is_not_hidden() {
    DemoView view = Samples.view();
    DemoView troubled =
        new DemoView(
            view.now(),
            view.zone(),
            view.elapsed(),
            view.speed(),
            view.counters(),
            view.warmest(),
            view.changes(),
            view.named(),
            view.notCounted(),
            view.alert(),
            0,
            Optional.of("java.io.IOException: disk full"),
            view.addresses());
    assertThat(shown(Ink.PLAIN, 120, 40, troubled))
        .contains("The job failed and restarted: java.io.IOException: disk full");
  }
}
