package dev.kizashi.scoring.documents;

import dev.kizashi.scoring.signals.TextMatcher;
import dev.kizashi.scoring.signals.ValueMatcher;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The matchers of conditions and of fit's choices, by their keys. */
final class MatcherReader {
  static final List<String> KEYS =
      List.of("glob", "prefix", "equals", "matches", "in", "at_least", "at_most", "between");
  private static final int MAX_TEXTS = 1_000;

  private MatcherReader() {}

  /** A condition's right side: a glob, or a map of matchers, all of which must hold. */
  static List<TextMatcher> condition(Value value) {
    if (value.isMap()) {
      return all(value.fields(KEYS.toArray(String[]::new)), value);
    }
    if (!value.isScalar()) {
      value.wrong(value.name() + " needs a glob or a map of matchers, such as {in: [a, b]}");
      return List.of();
    }
    return Value.each(List.of(value), glob -> mapped(glob.text(), TextMatcher.Glob::new));
  }

  /** Every matcher among the fields, in the order of the document; none is an error. */
  static List<TextMatcher> all(Fields fields, Value map) {
    List<String> given = fields.keys().filter(KEYS::contains).toList();
    if (given.isEmpty() && map.isMap()) {
      map.wrong(map.name() + " needs a matcher: " + String.join(", ", KEYS));
    }
    if (fields.has("at_least") && fields.has("at_most")) {
      bounds(
          fields.read("at_least", Double.NaN, Value::number),
          fields.read("at_most", Double.NaN, Value::number),
          fields.get("at_most"));
    }
    return given.stream().map(key -> one(key, fields.get(key))).filter(Objects::nonNull).toList();
  }

  private static TextMatcher one(String key, Value value) {
    return switch (key) {
      case "glob" -> mapped(value.text(), TextMatcher.Glob::new);
      case "prefix" -> mapped(value.text(), TextMatcher.Prefix::new);
      case "equals" -> mapped(value.text(), TextMatcher.Equal::new);
      case "matches" -> expression(value);
      case "in" -> in(value);
      case "at_least" ->
          mapped(value.number(), least -> new TextMatcher.Between(least, Double.POSITIVE_INFINITY));
      case "at_most" ->
          mapped(value.number(), most -> new TextMatcher.Between(Double.NEGATIVE_INFINITY, most));
      default -> between(value);
    };
  }

  private static TextMatcher expression(Value value) {
    String expression = value.text();
    if (expression == null) {
      return null;
    }
    TextMatcher matcher = new TextMatcher.Matches(expression);
    try {
      ValueMatcher.compile(matcher);
      return matcher;
    } catch (IllegalArgumentException wrong) {
      return value.wrong("matches is no RE2 expression: " + wrong.getMessage());
    }
  }

  private static TextMatcher in(Value value) {
    List<Value> items = value.items(MAX_TEXTS);
    return items.isEmpty()
        ? value.isList() ? value.wrong("in must not be empty") : null
        : new TextMatcher.In(Value.each(items, Value::text));
  }

  private static TextMatcher between(Value value) {
    List<Value> items = value.items(Integer.MAX_VALUE);
    if (!value.isList()) {
      return null;
    }
    if (items.size() != 2) {
      return value.wrong("between needs two numbers, [least, most]");
    }
    Double least = items.get(0).number();
    Double most = items.get(1).number();
    return least == null || most == null || !bounds(least, most, value)
        ? null
        : new TextMatcher.Between(least, most);
  }

  private static boolean bounds(double least, double most, Value where) {
    if (least > most) {
      where.wrong("no number is at least " + least + " and at most " + most);
    }
    return !(least > most);
  }

  private static <F, T> T mapped(F read, Function<F, T> make) {
    return read == null ? null : make.apply(read);
  }
}
