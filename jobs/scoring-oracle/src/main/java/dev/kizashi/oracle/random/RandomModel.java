package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;
import static dev.kizashi.oracle.random.Dice.MINUTE;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models with every kind of cap, clamp, half-life, zone and penalty.
 *
 * <p>Points, clamps and {@code min} are multiples of a quarter and temperatures' bounds are not: no
 * engagement comes to rest on a bound, where the instant of a crossing would be rounding's choice.
 */
final class RandomModel {
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Asia/Tokyo",
          "America/New_York",
          "America/Nuuk",
          "Asia/Kathmandu",
          "Australia/Lord_Howe");
  private static final List<Long> HALF_LIVES =
      List.of(0L, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 14 * DAY, 14 * DAY, 30 * DAY);

  private static final Set<LocalDate> HOLIDAYS =
      Set.of(
          LocalDate.of(2026, 1, 1),
          LocalDate.of(2026, 3, 9),
          LocalDate.of(2026, 4, 6),
          LocalDate.of(2026, 10, 5),
          LocalDate.of(2026, 11, 2));

  /** At work by day, while clocks change, only while they do, and up to midnight. */
  private static final List<BusinessHours> HOURS =
      List.of(
          BusinessHours.DEFAULT,
          hours(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "09:00", "18:00"),
          hours(
              EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
              "01:30",
              "16:45"),
          hours(EnumSet.allOf(DayOfWeek.class), "02:10", "02:50"),
          hours(EnumSet.allOf(DayOfWeek.class), "22:10", "23:50"));

  private final Dice dice;
  private final SignalCatalogue catalogue;

  RandomModel(Dice dice, SignalCatalogue catalogue) {
    this.dice = dice;
    this.catalogue = catalogue;
  }

  private static BusinessHours hours(Set<DayOfWeek> days, String from, String to) {
    return new BusinessHours(days, LocalTime.parse(from), LocalTime.parse(to), HOLIDAYS);
  }

  ScoringModel next(int version, long effectiveFrom) {
    List<Category> categories = new ArrayList<>();
    for (String name : List.of("web", "intent", "mail", "people")) {
      if (categories.isEmpty() || dice.chance(60)) {
        categories.add(
            new Category(
                name,
                dice.chance(30) ? -dice.quarters(0, 60) : Double.NEGATIVE_INFINITY,
                dice.chance(40) ? dice.quarters(20, 200) : Double.POSITIVE_INFINITY));
      }
    }
    boolean penalties = dice.chance(70);
    List<ScoringRule> scoring = new ArrayList<>();
    for (SignalDefinition signal : catalogue.signals()) {
      if (dice.chance(80)) {
        boolean penalty = penalties && dice.chance(30);
        scoring.add(
            new ScoringRule(
                signal.name(),
                dice.pick(categories).name(),
                dice.chance(5) ? 0 : penalty ? -dice.quarters(1, 80) : dice.quarters(1, 100),
                dice.pick(HALF_LIVES),
                dice.chance(40)
                    ? null
                    : new Cap(1 + dice.below(3), dice.pick(List.of(Cap.Window.values())))));
      }
    }
    List<Temperature> temperatures = someTemperatures();
    RandomCare care = new RandomCare(dice, catalogue, temperatures);
    return new ScoringModel(
        "random",
        version,
        catalogue.version(),
        effectiveFrom,
        ZoneId.of(dice.pick(ZONES)),
        ScoringModel.Role.CHAMPION,
        dice.pick(List.of(2 * DAY, 30 * DAY, 90 * DAY, ScoringModel.DEFAULT_RETENTION_MILLIS)),
        dice.pick(List.of(0.0, 0.5, 1.0, 5.0)),
        dice.chance(70) ? 0 : -dice.quarters(1, 200),
        dice.chance(50) ? 100 : dice.chance(50) ? 60 : Double.POSITIVE_INFINITY,
        categories,
        dice.shuffled(scoring),
        someFit(),
        somePerishable(),
        temperatures,
        care.lifecycle(),
        dice.pick(HOURS),
        care.alerts());
  }

  private static Fit someFit() {
    return new Fit(
        List.of(
            new Criterion(
                "seniority",
                List.of(
                    new Choice(List.of(new TextMatcher.In(List.of("vp", "director"))), 40),
                    new Choice(List.of(new TextMatcher.Equal("manager")), 25),
                    new Choice(List.of(new TextMatcher.Glob("*")), 5))),
            new Criterion(
                "company_size",
                List.of(
                    new Choice(List.of(new TextMatcher.Between(1_000, 1e9)), 45.5),
                    new Choice(List.of(new TextMatcher.Between(50, 999)), 20))),
            new Criterion(
                "industry",
                List.of(
                    new Choice(List.of(new TextMatcher.Prefix("gov")), -30),
                    new Choice(List.of(new TextMatcher.Matches("manu.*|it")), 30)))),
        List.of(new Grade("A", 75), new Grade("B", 50), new Grade("C", 25), new Grade("D", 5)));
  }

  private List<Temperature> someTemperatures() {
    List<Temperature> temperatures = new ArrayList<>();
    temperatures.add(new Temperature("cold", Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
    double exit = 0;
    double enter = 0;
    for (String name : List.of("warm", "hot", "burning").subList(0, 1 + dice.below(3))) {
      exit += 2 + dice.below(12) + 0.37;
      enter = Math.max(enter, exit) + 1 + dice.below(12) + 0.17;
      temperatures.add(new Temperature(name, enter, exit));
    }
    return temperatures;
  }

  private Map<String, Long> somePerishable() {
    Map<String, Long> perishable = new HashMap<>();
    for (String attribute : List.of("seniority", "company_size", "budget", "need", "nonsense")) {
      if (dice.chance(50)) {
        perishable.put(attribute, dice.pick(List.of(MINUTE, HOUR, DAY, 30 * DAY)));
      }
    }
    return perishable;
  }
}
