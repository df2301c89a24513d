package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.cli.demo.ExplainedAlert.Line;
import dev.kizashi.events.Moment;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainedAlertTest {
  private static double sum(ExplainedAlert alert) {
    return alert.lines().stream().mapToDouble(Line::points).sum();
  }

  @Test
  void its_lines_sum_to_the_engagement_limits_and_all() {
    ExplainedAlert alert = Samples.explained();

    assertThat(sum(alert)).isCloseTo(alert.engagement(), within(1e-9));
    assertThat(alert.lines())
        .extracting(Line::label)
        .containsExactly("Viewed a product page", "Viewed pricing", "limit of web");
  }

  @Test
  void without_the_score_what_the_alert_leaves_unsaid_is_one_line() {
    ExplainedAlert alert =
        ExplainedAlert.of(Samples.alert("L-1", 9), Optional.empty(), "Omar Silva", Samples.LABELS);

    assertThat(sum(alert)).isCloseTo(alert.engagement(), within(1e-9));
    assertThat(alert.lines()).last().extracting(Line::points).isEqualTo(-3.25);
  }

  @Test
  void in_little_room_the_printed_lines_still_sum_to_the_engagement() {
    List<String> lines = new AlertText(ZoneOffset.UTC, Ink.PLAIN, 80).lines(Samples.explained(), 9);

    int engagement = indexOf(lines, "  engagement");
    BigDecimal sum =
        lines.subList(2, engagement).stream()
            .map(line -> new BigDecimal(line.substring(72).strip()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(lines.get(engagement).substring(72).strip());
    assertThat(lines).anyMatch(line -> line.startsWith("  2 more lines"));
  }

  private static int indexOf(List<String> lines, String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("no line starts with " + start);
  }

  @Test
  void of_one_event_under_several_labels_the_one_worth_most_is_told() {
    assertThat(Samples.explained().moments())
        .extracting(Moment::getLabel)
        .containsExactly("Viewed pricing", "Clicked in an e-mail");
  }
}
