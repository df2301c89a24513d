package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.HOUR;
import static dev.kizashi.oracle.random.Dice.MINUTE;

import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Burst rules of both kinds that share types and fields, so that several may mark one event, and
 * one event may be on both sides of a rule; from a millisecond wide to longer than some recent
 * lists.
 */
final class RandomBursts {
  private static final List<String> MAILS = List.of("clicked", "clicked", "opened");
  private static final List<String> BEFORE = List.of("delivered", "delivered", "opened", "sent");
  private static final List<String> PAGES =
      List.of("page_view", "page_view", "form_submit", "file_download", "clicked");

  private final Dice dice;

  RandomBursts(Dice dice) {
    this.dice = dice;
  }

  List<BurstRule> next() {
    List<BurstRule> rules = new ArrayList<>();
    int howMany = dice.pick(List.of(0, 0, 1, 1, 1, 2, 2, 3));
    for (int i = 0; i < howMany; i++) {
      rules.add(dice.chance(65) ? onMails("MAIL_" + i) : onPages("PAGES_" + i));
    }
    return rules;
  }

  private BurstRule onMails(String reason) {
    String same = dice.chance(85) ? "message_id" : dice.pick(List.of("path", "campaign_id"));
    return dice.chance(50)
        ? count(reason, dice.some(MAILS), same)
        : new BurstRule(reason, dice.some(MAILS), dice.some(BEFORE), same, 0, within());
  }

  private BurstRule onPages(String reason) {
    String same = dice.pick(List.of("path", "path", "form", "visitor_id", "country", "query_q"));
    return dice.chance(55)
        ? count(reason, dice.some(PAGES), same)
        : new BurstRule(reason, dice.some(PAGES), dice.some(PAGES), same, 0, within());
  }

  private BurstRule count(String reason, Set<String> on, String same) {
    return new BurstRule(
        reason, on, Set.of(), same, dice.pick(List.of(2, 2, 3, 3, 3, 4)), within());
  }

  private long within() {
    return dice.pick(
        List.of(
            1L, 300L, 2_000L, 2_000L, 5_000L, 5_000L, MINUTE, MINUTE, 2 * HOUR, 2 * HOUR,
            12 * HOUR));
  }
}
