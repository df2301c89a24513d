package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;

import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signals with every kind of matcher, guards, machines, bursts, and forms that say who somebody is.
 */
final class RandomCatalogue {
  private final Dice dice;

  RandomCatalogue(Dice dice) {
    this.dice = dice;
  }

  SignalCatalogue next(int version) {
    List<SignalDefinition> signals = new ArrayList<>();
    signals.add(signal("page-view", "page_view", null, null));
    signals.add(
        signal(
            "pricing-view",
            "page_view",
            null,
            "path",
            where("path", new TextMatcher.Glob("/pricing*")),
            where("dwell_seconds", new TextMatcher.Between(20, Double.POSITIVE_INFINITY))));
    signals.add(
        signal(
            "careers-view",
            "page_view",
            null,
            null,
            where("path", new TextMatcher.Prefix("/careers")),
            where("path", new TextMatcher.Glob("*?s"))));
    signals.add(
        signal(
            "doc-download",
            "file_download",
            null,
            "path",
            where("path", new TextMatcher.Matches("/docs/[a-z]+\\.pdf"))));
    signals.add(signal("site-search", "site_search", "event.query_q != ''", "query_q"));
    signals.add(
        signal(
            "demo-video",
            "video_progress",
            null,
            "video",
            where("percent", new TextMatcher.Between(50, 100))));
    signals.add(
        signal(
            "contact-form",
            "form_submit",
            "event.country == 'JP' || event.dwell_seconds > 30.0",
            null,
            where("form", new TextMatcher.Equal("contact"))));
    signals.add(signal("mail-open", "opened", null, "message_id"));
    signals.add(signal("mail-click", "clicked", null, "path"));
    signals.add(signal("opt-out", "unsubscribed", null, null));
    signals.add(
        new SignalDefinition(
            "exhibition",
            List.of("booth_visit", "event_attended"),
            List.of(where("title", new TextMatcher.In(List.of("Expo", "Summit")))),
            null,
            "title",
            Map.of(),
            "Met us at an exhibition"));
    signals.add(signal("call", "call", null, null));
    // After contact-form, which may say the same of a person.
    signals.add(signal("any-form", "form_submit", null, "form"));
    if (dice.chance(60)) {
      signals.replaceAll(this::telling);
    }
    List<BurstRule> bursts = new RandomBursts(dice).next();
    Exclusions exclude =
        dice.chance(70)
            ? new Exclusions(
                false,
                List.of("*Bot*", "curl/?.*"),
                List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/33"),
                dice.chance(50),
                bursts)
            // Alone, so that it shows: the robot of the histories is on the maintained list.
            : new Exclusions(version % 2 == 0, List.of(), List.of(), false, bursts);
    long dedupeWindow = dice.pick(List.of(HOUR, 12 * HOUR, 2 * DAY, 30 * DAY));
    return new SignalCatalogue(version, dedupeWindow, signals, exclude);
  }

  static SignalCatalogue withoutBursts(SignalCatalogue catalogue) {
    Exclusions exclude = catalogue.exclude();
    return new SignalCatalogue(
        catalogue.version(),
        catalogue.dedupeWindowMillis(),
        catalogue.signals(),
        new Exclusions(
            exclude.knownCrawlers(),
            exclude.userAgents(),
            exclude.addresses(),
            exclude.machineOpen(),
            List.of()));
  }

  private static SignalDefinition signal(
      String name, String on, String when, String distinctBy, Condition... where) {
    return new SignalDefinition(
        name, List.of(on), List.of(where), when, distinctBy, Map.of(), name.replace('-', ' '));
  }

  private static Condition where(String property, TextMatcher matcher) {
    return new Condition(property, matcher);
  }

  /** With what the signal says of a person, as the property of an event or a field of it. */
  private SignalDefinition telling(SignalDefinition signal) {
    Map<String, String> profile =
        switch (signal.name()) {
          case "contact-form" -> Map.of("seniority", "role", "company_size", "employees");
          case "any-form" -> Map.of("seniority", "position", "budget", "budget");
          case "site-search" -> Map.of("need", "query_q");
          case "pricing-view" -> Map.of("authority", "dwell_seconds");
          case "call" -> Map.of("industry", "title", "timeframe", "campaign");
          default -> Map.<String, String>of();
        };
    return new SignalDefinition(
        signal.name(),
        signal.on(),
        signal.where(),
        signal.when(),
        signal.distinctBy(),
        profile,
        signal.label());
  }
}
