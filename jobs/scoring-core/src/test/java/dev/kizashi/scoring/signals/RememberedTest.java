package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RememberedTest {
  @Test
  void the_answer_is_that_of_the_question_whatever_was_asked_before() {
    ValueMatcher question = text -> text.hashCode() % 3 == 0;
    Remembered remembered = new Remembered(question);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      // Many more than there are places.
      String text = "t" + random.nextInt(5_000);
      assertThat(remembered.holds(text)).as(text).isEqualTo(question.holds(text));
    }
  }

  @Test
  void who_shares_a_place_is_told_apart() {
    // Equal hashes.
    Remembered remembered = new Remembered("Aa"::equals);
    assertThat(remembered.holds("Aa")).isTrue();
    assertThat(remembered.holds("BB")).isFalse();
    assertThat(remembered.holds("Aa")).isTrue();
  }

  @Test
  void what_comes_again_is_not_asked_again_unless_it_is_long() {
    List<String> asked = new ArrayList<>();
    Remembered remembered = new Remembered(asked::add);
    String longText = "x".repeat(257);
    for (int i = 0; i < 3; i++) {
      assertThat(remembered.holds(new String("/pricing"))).isTrue();
      assertThat(remembered.holds(longText)).isTrue();
    }
    assertThat(asked).containsExactly("/pricing", longText, longText, longText);
  }
}
