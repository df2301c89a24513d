package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.Problems.nearMiss;
import static dev.kizashi.scoring.documents.Problems.nearMissOrAll;
import static dev.kizashi.scoring.documents.Problems.quoted;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.Role;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.signals.TextMatcher;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code model.yaml}. Reads once; what others refer to by name is read before them. */
final class ModelReader {
  private static final int MAX_SIGNALS = 1_000;
  private static final int MAX_RULES = 100;
  private static final int MAX_HOLIDAYS = 1_000;

  private static final Pattern CAP = Pattern.compile("([0-9]{1,9})/([a-z]+)");
  private static final List<String> WINDOWS =
      Stream.of(Cap.Window.values()).map(window -> window.name().toLowerCase(Locale.ROOT)).toList();

  /** As the document abbreviates them, Monday first. */
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** Ranks are one digit of a label. */
  private static final int MAX_TEMPERATURES = 9;

  private static final List<String> REJECTED_TO = List.of("recycled", "disqualified");

  /** Where nothing is said, a lead is what it starts as. */
  private static final List<Temperature> ONLY_COLD =
      List.of(new Temperature("cold", Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));

  private final List<Value> signals = new ArrayList<>();
  private Value signalsVersion;
  private List<String> categories = List.of();
  private List<String> temperatures = List.of("cold");
  private List<String> grades = List.of();
  private BusinessHours businessHours = BusinessHours.DEFAULT;

  /** Every mention of a signal. */
  List<Value> signals() {
    return signals;
  }

  /** Where the catalogue's version is stated, when it is a number. */
  Optional<Value> signalsVersion() {
    return Optional.ofNullable(signalsVersion);
  }

  ScoringModel read(Value root) {
    Fields fields =
        root.fields(
            "model",
            "version",
            "signals_version",
            "effective_from",
            "time_zone",
            "role",
            "retention",
            "emit",
            "engagement",
            "categories",
            "scoring",
            "fit",
            "perishable",
            "temperatures",
            "lifecycle",
            "business_hours",
            "alerts");
    String name = fields.require("model", "?", Value::name64);
    int version = fields.require("version", 1, value -> value.integer(1));
    int catalogue = fields.require("signals_version", 1, this::signalsVersion);
    long effectiveFrom = fields.read("effective_from", 0L, ModelReader::instant);
    ZoneId zone = fields.read("time_zone", ZoneId.of("UTC"), ModelReader::zone);
    Role role = fields.read("role", Role.CHAMPION, ModelReader::role);
    long retention =
        fields.read("retention", ScoringModel.DEFAULT_RETENTION_MILLIS, Value::positiveDuration);
    double minChange = fields.read("emit", 1.0, ModelReader::minChange);
    Bounds engagement =
        fields.read("engagement", new Bounds(0, Double.POSITIVE_INFINITY), ModelReader::engagement);
    List<Category> categoryList = fields.read("categories", List.of(), this::categories);
    List<ScoringRule> scoring = fields.read("scoring", List.of(), this::scoring);
    Fit fit = fields.read("fit", Fit.NONE, this::fit);
    Map<String, Long> perishable = fields.read("perishable", Map.of(), ModelReader::perishable);
    List<Temperature> temperatureList =
        fields.read("temperatures", ONLY_COLD, value -> temperatures(value, engagement.most()));
    businessHours = fields.read("business_hours", BusinessHours.DEFAULT, this::businessHours);
    LifecycleRules lifecycle = fields.read("lifecycle", LifecycleRules.NONE, this::lifecycle);
    return new ScoringModel(
        name,
        version,
        catalogue,
        effectiveFrom,
        zone,
        role,
        retention,
        minChange,
        engagement.least(),
        engagement.most(),
        categoryList,
        scoring,
        fit,
        perishable,
        temperatureList,
        lifecycle,
        businessHours,
        fields.read(
            "alerts",
            List.of(),
            value ->
                new AlertReader(temperatures, lifecycle, businessHours, this::signal).read(value)));
  }

  private record Bounds(double least, double most) {}

  private Integer signalsVersion(Value value) {
    Integer version = value.integer(1);
    signalsVersion = version == null ? null : value;
    return version;
  }

  private static Long instant(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException wrong) {
      return value.wrong(
          value.name()
              + " needs an instant with Z or an offset, such as 2026-01-01T00:00:00Z, not "
              + quoted(text));
    }
  }

  private static ZoneId zone(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Set<String> known = ZoneId.getAvailableZoneIds();
    return known.contains(text)
        ? ZoneId.of(text)
        : value.wrong(
            quoted(text) + " is no IANA time zone" + nearMiss(text, new TreeSet<>(known)));
  }

  private static Role role(Value value) {
    String role = value.oneOf("role", List.of("champion", "challenger"));
    return role == null ? null : Role.valueOf(role.toUpperCase(Locale.ROOT));
  }

  private static Double minChange(Value value) {
    return value
        .fields("min_change")
        .read(
            "min_change",
            1.0,
            change -> {
              Double number = change.number();
              return number != null && number < 0
                  ? change.wrong("min_change must not be negative")
                  : number;
            });
  }

  private static Bounds engagement(Value value) {
    Fields fields = value.fields("min", "max");
    double least =
        fields.read(
            "min",
            0.0,
            min -> {
              Double number = min.number();
              return number != null && number > 0
                  ? min.wrong("engagement's min must be at most 0: a lead starts there")
                  : number;
            });
    double most =
        fields.read(
            "max",
            Double.POSITIVE_INFINITY,
            max -> {
              Double number = max.number();
              return number != null && number < least
                  ? max.wrong("engagement's max is below its min")
                  : number;
            });
    return new Bounds(least, most);
  }

  private List<Category> categories(Value value) {
    List<Category> read = new ArrayList<>();
    for (Value.Entry entry : value.entries(MAX_RULES)) {
      entry.key().name64();
      Fields fields = entry.value().fields("floor", "ceiling");
      double floor =
          fields.read(
              "floor",
              Double.NEGATIVE_INFINITY,
              bound -> {
                Double number = bound.number();
                return number != null && number > 0
                    ? bound.wrong("a floor must be at most 0: a category starts there")
                    : number;
              });
      double ceiling =
          fields.read(
              "ceiling",
              Double.POSITIVE_INFINITY,
              bound -> {
                Double number = bound.number();
                return number != null && number < 0
                    ? bound.wrong("a ceiling must be at least 0: a category starts there")
                    : number;
              });
      read.add(new Category(entry.key().text(), floor, ceiling));
    }
    categories = read.stream().map(Category::name).toList();
    return read;
  }

  private List<ScoringRule> scoring(Value value) {
    return value.entries(MAX_SIGNALS).stream().map(this::rule).toList();
  }

  private ScoringRule rule(Value.Entry entry) {
    signal(entry.key());
    Fields fields = entry.value().fields("category", "points", "half_life", "cap");
    return new ScoringRule(
        entry.key().text(),
        fields.require("category", "?", value -> value.oneOf("category", categories)),
        fields.require("points", 0.0, Value::number),
        fields.read("half_life", 0L, Value::positiveDuration),
        fields.read("cap", null, ModelReader::cap));
  }

  private String signal(Value value) {
    String name = value.name64();
    if (name != null) {
      signals.add(value);
    }
    return name;
  }

  private static Cap cap(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Matcher matcher = CAP.matcher(text);
    if (!matcher.matches()) {
      return value.wrong("cap needs <integer>/<window> such as 1/day, not " + quoted(text));
    }
    int window = WINDOWS.indexOf(matcher.group(2));
    if (window < 0) {
      return value.wrong(
          quoted(matcher.group(2))
              + " is no window of a cap"
              + nearMissOrAll(matcher.group(2), WINDOWS));
    }
    int count = Integer.parseInt(matcher.group(1));
    return count < 1
        ? value.wrong("a cap is at least 1; give the signal 0 points to count it for nothing")
        : new Cap(count, Cap.Window.values()[window]);
  }

  private Fit fit(Value value) {
    Fields fields = value.fields("criteria", "grades");
    List<Criterion> criteria = fields.list("criteria", MAX_RULES, ModelReader::criterion);
    return new Fit(criteria, fields.read("grades", List.of(), this::grades));
  }

  private static Criterion criterion(Value value) {
    Fields fields = value.fields("attribute", "choices");
    return new Criterion(
        fields.require("attribute", "?", Value::filledText),
        fields.require(
            "choices",
            List.of(),
            choices -> Value.each(choices.items(MAX_SIGNALS), ModelReader::choice)));
  }

  private static Choice choice(Value value) {
    Fields fields =
        value.fields(
            Stream.concat(MatcherReader.KEYS.stream(), Stream.of("points")).toArray(String[]::new));
    List<TextMatcher> matchers = MatcherReader.all(fields, value);
    return new Choice(matchers, fields.require("points", 0.0, Value::number));
  }

  private static Map<String, Long> perishable(Value value) {
    Map<String, Long> perishable = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(MAX_RULES)) {
      String attribute = entry.key().filledText();
      Long millis = entry.value().positiveDuration();
      if (attribute != null && millis != null) {
        perishable.put(attribute, millis);
      }
    }
    return perishable;
  }

  private List<Grade> grades(Value value) {
    List<Grade> read = new ArrayList<>();
    Map<Double, String> namesByBound = new HashMap<>();
    for (Value.Entry entry : value.entries(MAX_RULES)) {
      String name = entry.key().name64();
      Double least = entry.value().number();
      if (name == null || least == null) {
        continue;
      }
      String other = namesByBound.putIfAbsent(least, name);
      if (other != null) {
        entry.value().wrong("grades " + other + " and " + name + " have the same bound");
      } else if (least > 100) {
        entry.value().doubtful("no lead gets grade " + name + ": fit is at most 100");
      }
      read.add(new Grade(name, least));
    }
    read.sort(Comparator.comparingDouble(Grade::least).reversed());
    grades = read.stream().map(Grade::name).toList();
    return read;
  }

  private List<Temperature> temperatures(Value value, double engagementMost) {
    List<Temperature> read = new ArrayList<>();
    for (Value item : value.items(MAX_TEMPERATURES)) {
      Fields fields = item.fields("name", "enter", "exit");
      String name = fields.require("name", "?", Value::name64);
      if (read.stream().anyMatch(other -> other.name().equals(name))) {
        fields.get("name").wrong("two temperatures are named " + quoted(name));
      }
      read.add(
          read.isEmpty()
              ? coldest(name, fields)
              : warmer(name, fields, read.get(read.size() - 1), engagementMost));
    }
    if (read.isEmpty()) {
      return value.isList() ? value.wrong("a model has at least one temperature") : null;
    }
    temperatures = read.stream().map(Temperature::name).toList();
    return read;
  }

  private static Temperature coldest(String name, Fields fields) {
    for (String bound : List.of("enter", "exit")) {
      if (fields.has(bound)) {
        fields.get(bound).wrong("the first temperature is where leads start: it has no " + bound);
      }
    }
    return new Temperature(name, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  private static Temperature warmer(
      String name, Fields fields, Temperature below, double engagementMost) {
    Double enter = fields.require("enter", null, Value::number);
    Double exit = fields.require("exit", null, Value::number);
    if (enter != null) {
      if (enter <= below.enter()) {
        fields.get("enter").wrong("enter must rise from one temperature to the next");
      } else if (enter > engagementMost) {
        fields.get("enter").doubtful("no lead becomes " + name + ": engagement's max is below");
      }
    }
    if (exit != null) {
      if (exit <= below.exit()) {
        fields.get("exit").wrong("exit must rise from one temperature to the next");
      }
      if (enter != null && exit >= enter) {
        fields.get("exit").wrong("exit must be below enter");
      }
    }
    // An absent bound is reported already; the one below keeps the next comparison quiet.
    return new Temperature(
        name, enter == null ? below.enter() : enter, exit == null ? below.exit() : exit);
  }

  private BusinessHours businessHours(Value value) {
    BusinessHours usual = BusinessHours.DEFAULT;
    Fields fields = value.fields("days", "from", "to", "holidays");
    Set<DayOfWeek> days = fields.read("days", usual.days(), ModelReader::days);
    LocalTime from = fields.read("from", usual.from(), ModelReader::time);
    LocalTime to = fields.read("to", usual.to(), ModelReader::time);
    List<LocalDate> holidays = fields.list("holidays", MAX_HOLIDAYS, ModelReader::date);
    if (!from.isBefore(to)) {
      return (fields.has("to") ? fields.get("to") : fields.get("from"))
          .wrong("business hours close at " + to + ", not after they open at " + from);
    }
    return new BusinessHours(days, from, to, Set.copyOf(holidays));
  }

  private static Set<DayOfWeek> days(Value value) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    Value.each(value.items(DAYS.size()), day -> day.oneOf("day", DAYS))
        .forEach(day -> days.add(DayOfWeek.of(DAYS.indexOf(day) + 1)));
    if (days.isEmpty()) {
      return value.isList() ? value.wrong("days must not be empty") : null;
    }
    return days;
  }

  private static LocalTime time(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException wrong) {
      return value.wrong(value.name() + " needs a time such as \"09:00\", not " + quoted(text));
    }
  }

  private static LocalDate date(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      return value.wrong(value.name() + " needs dates such as 2026-01-01, not " + quoted(text));
    }
  }

  private LifecycleRules lifecycle(Value value) {
    Fields fields = value.fields("qualify", "rejected", "recycle", "stages");
    List<Clause> qualify = fields.list("qualify", MAX_RULES, this::clause);
    Rejection rejection =
        fields.read("rejected", new Rejection("recycled", Map.of()), ModelReader::rejection);
    Recycling recycling = fields.read("recycle", new Recycling(false, 0), ModelReader::recycling);
    if (!qualify.isEmpty() && !recycling.resets() && recycling.coolOffMillis() == 0) {
      Value where = fields.has("recycle") ? fields.get("recycle") : fields.get("qualify");
      where.doubtful(
          "a recycled lead qualifies again at once: recycle has neither reset nor cool_off");
    }
    return new LifecycleRules(
        qualify,
        rejection.otherwise(),
        rejection.reasons(),
        recycling.resets(),
        recycling.coolOffMillis(),
        fields.read("stages", Map.of(), stages -> new CareReader(businessHours).stages(stages)));
  }

  private record Rejection(String otherwise, Map<String, String> reasons) {}

  private record Recycling(boolean resets, long coolOffMillis) {}

  private Clause clause(Value value) {
    Fields fields = value.fields("temperature", "grade", "label", "signal");
    if (value.isMap() && fields.keys().findAny().isEmpty()) {
      return value.wrong("a clause needs one of temperature, grade, label, signal");
    }
    return new Clause(
        fields.read("temperature", null, named -> named.oneOf("temperature", temperatures)),
        Set.copyOf(several(fields, "grade", grades)),
        Set.copyOf(several(fields, "label", labels())),
        fields.read(
            "signal", List.of(), named -> Value.each(named.oneOrMany(MAX_RULES), this::signal)));
  }

  private static List<String> several(Fields fields, String what, List<String> allowed) {
    return fields.read(
        what,
        List.of(),
        value -> Value.each(value.oneOrMany(MAX_RULES), item -> item.oneOf(what, allowed)));
  }

  /** Grade by rank, the hottest temperature first; {@code -} for leads without a grade. */
  private List<String> labels() {
    return Stream.concat(grades.stream(), Stream.of("-"))
        .flatMap(
            grade -> IntStream.rangeClosed(1, temperatures.size()).mapToObj(rank -> grade + rank))
        .toList();
  }

  private static Rejection rejection(Value value) {
    Fields fields = value.fields("default", "reasons");
    Map<String, String> reasons = new LinkedHashMap<>();
    fields.read(
        "reasons",
        null,
        map -> {
          for (Value.Entry entry : map.entries(MAX_RULES)) {
            String reason = entry.key().filledText();
            String stage = entry.value().oneOf("stage to reject to", REJECTED_TO);
            if (reason != null && stage != null) {
              reasons.put(reason, stage);
            }
          }
          return null;
        });
    return new Rejection(
        fields.read("default", "recycled", stage -> stage.oneOf("stage to reject to", REJECTED_TO)),
        reasons);
  }

  private static Recycling recycling(Value value) {
    Fields fields = value.fields("reset", "cool_off");
    return new Recycling(
        fields.read("reset", false, Value::flag), fields.read("cool_off", 0L, Value::duration));
  }
}
