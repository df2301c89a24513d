package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.Problems.nearest;
import static dev.kizashi.scoring.documents.Problems.quoted;

import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.signals.AddressRanges;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.Guard;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code signals.yaml}. */
final class CatalogueReader {
  /** A hit is a number in every fact; a thousand kinds of behaviour is more than anyone reads. */
  private static final int MAX_SIGNALS = 1_000;

  private static final int MAX_EXCLUSIONS = 1_000;
  private static final int MAX_RULES = 100;

  /** The recent list over which bursts are judged. */
  private static final int MAX_BURST = 256;

  /** The types that the contract expects; any other is legal, a near miss of one is doubtful. */
  private static final List<String> EXPECTED_TYPES =
      List.of(
          "page_view",
          "click",
          "form_submit",
          "file_download",
          "video_progress",
          "site_search",
          "app_view",
          "sent",
          "delivered",
          "opened",
          "clicked",
          "bounced",
          "unsubscribed",
          "complained",
          "replied",
          "event_invited",
          "event_registered",
          "event_attended",
          "event_no_show",
          "booth_visit",
          "material_request",
          "call",
          "meeting");

  private static final List<String> FIELDS =
      Arrays.stream(EventField.values()).map(EventField::fieldName).toList();

  private final Map<Integer, String> namesByHash = new HashMap<>();
  private long dedupeWindowMillis;

  SignalCatalogue read(Value root) {
    Fields fields = root.fields("version", "dedupe_window", "signals", "exclude");
    int version = fields.require("version", 1, value -> value.integer(1));
    dedupeWindowMillis =
        fields.read("dedupe_window", SignalCatalogue.DEFAULT_DEDUPE_WINDOW_MILLIS, Value::duration);
    List<SignalDefinition> signals = fields.require("signals", List.of(), this::signals);
    Exclusions exclude = fields.read("exclude", Exclusions.NONE, this::exclusions);
    return new SignalCatalogue(version, dedupeWindowMillis, signals, exclude);
  }

  private List<SignalDefinition> signals(Value value) {
    return value.entries(MAX_SIGNALS).stream().map(this::signal).toList();
  }

  private SignalDefinition signal(Value.Entry entry) {
    String name = entry.key().name64();
    if (name != null) {
      String other = namesByHash.putIfAbsent(Hashes.ofSignal(name), name);
      if (other != null) {
        entry
            .key()
            .wrong(
                quoted(name)
                    + " has the same 32-bit id as "
                    + quoted(other)
                    + ": rename one of them");
      }
    }
    Fields fields = entry.value().fields("on", "where", "when", "distinct_by", "profile", "label");
    return new SignalDefinition(
        entry.key().text(),
        fields.require("on", List.of("?"), this::types),
        fields.read("where", List.of(), this::conditions),
        fields.read("when", null, this::guard),
        fields.read("distinct_by", null, this::property),
        fields.read("profile", Map.of(), this::profile),
        fields.read("label", null, Value::filledText));
  }

  private List<String> types(Value value) {
    List<String> types =
        Value.each(
            value.oneOrMany(MAX_RULES),
            item -> {
              String type = item.filledText();
              if (type != null && !EXPECTED_TYPES.contains(type)) {
                doubt(item, "event type", type, EXPECTED_TYPES);
              }
              return type;
            });
    return types.isEmpty() ? null : types;
  }

  private List<Condition> conditions(Value value) {
    List<Condition> conditions = new ArrayList<>();
    for (Value.Entry entry : value.entries(MAX_RULES)) {
      String property = property(entry.key());
      MatcherReader.condition(entry.value())
          .forEach(matcher -> conditions.add(new Condition(property, matcher)));
    }
    return conditions;
  }

  private Map<String, String> profile(Value value) {
    Map<String, String> profile = new HashMap<>();
    for (Value.Entry entry : value.entries(MAX_RULES)) {
      String attribute = entry.key().filledText();
      String property = property(entry.value());
      if (attribute != null && property != null) {
        profile.put(attribute, property);
      }
    }
    return profile;
  }

  private String property(Value value) {
    String property = value.filledText();
    if (property != null && EventField.named(property) == null) {
      doubt(value, "field of an event", property, FIELDS);
    }
    return property;
  }

  private void doubt(Value value, String what, String text, List<String> expected) {
    nearest(text, expected)
        .ifPresent(
            near ->
                value.doubtful(
                    quoted(text)
                        + " is no usual "
                        + what
                        + "; did you mean "
                        + quoted(near)
                        + "?"));
  }

  private String guard(Value value) {
    String expression = value.text();
    if (expression == null) {
      return null;
    }
    try {
      Guard.compile(expression);
      return expression;
    } catch (IllegalArgumentException wrong) {
      return value.wrong("when is no guard: " + wrong.getMessage());
    }
  }

  private Exclusions exclusions(Value value) {
    Fields fields =
        value.fields("known_crawlers", "user_agents", "addresses", "machine_open", "bursts");
    return new Exclusions(
        fields.read("known_crawlers", false, Value::flag),
        fields.list("user_agents", MAX_EXCLUSIONS, Value::filledText),
        fields.list("addresses", MAX_EXCLUSIONS, CatalogueReader::address),
        fields.read("machine_open", false, Value::flag),
        fields.list("bursts", MAX_RULES, this::burst));
  }

  private static String address(Value value) {
    String address = value.text();
    if (address == null) {
      return null;
    }
    try {
      AddressRanges.of(List.of(address));
      return address;
    } catch (IllegalArgumentException wrong) {
      return value.wrong(wrong.getMessage());
    }
  }

  private BurstRule burst(Value value) {
    Fields fields = value.fields("reason", "on", "after", "same", "count", "within");
    String reason = fields.require("reason", "?", Value::name64);
    List<String> on = fields.require("on", List.of(), this::types);
    List<String> after = fields.read("after", List.of(), this::types);
    String same = fields.require("same", "?", this::property);
    int count = fields.read("count", 0, CatalogueReader::burstCount);
    long withinMillis = fields.require("within", 0L, this::within);
    if (value.isMap() && fields.has("count") == fields.has("after")) {
      return value.wrong("a burst rule needs either count or after");
    }
    return after.isEmpty() == (count == 0)
        ? null
        : new BurstRule(reason, Set.copyOf(on), Set.copyOf(after), same, count, withinMillis);
  }

  private static Integer burstCount(Value value) {
    Integer count = value.integer(1);
    return count != null && count > MAX_BURST
        ? value.wrong("count must be at most " + MAX_BURST + ", the events remembered of a lead")
        : count;
  }

  private Long within(Value value) {
    Long millis = value.duration();
    if (millis != null && millis > dedupeWindowMillis) {
      value.doubtful("within is longer than dedupe_window: events are not remembered that long");
    }
    return millis;
  }
}
