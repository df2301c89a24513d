package dev.kizashi.scoring.signals;

import dev.cel.runtime.CelEvaluationException;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.WatchedEvent.Trait;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A catalogue compiled: recognises signals in events, and machines among those who cause them. Any
 * number of threads may share one: it counts and remembers answers. An event whose type no signal
 * is on costs one look-up and nothing else.
 */
public final class SignalMatcher {
  private final Map<String, List<CompiledSignal>> signalsByType = new HashMap<>();
  private final Map<Integer, Map<String, Property>> profiles = new HashMap<>();
  private final Set<String> burstTypes = new HashSet<>();
  private final Map<Integer, Property> burstProperties = new TreeMap<>();
  private final ValueMatcher machineAgents;
  private final ValueMatcher addresses;
  private final boolean excludesMachineOpens;
  private final LongAdder guardFailures = new LongAdder();

  private SignalMatcher(SignalCatalogue catalogue) {
    for (SignalDefinition definition : catalogue.signals()) {
      CompiledSignal signal = CompiledSignal.of(definition);
      Set.copyOf(definition.on())
          .forEach(
              type -> signalsByType.computeIfAbsent(type, on -> new ArrayList<>()).add(signal));
      if (!definition.profile().isEmpty()) {
        Map<String, Property> profile = new HashMap<>();
        definition
            .profile()
            .forEach((attribute, property) -> profile.put(attribute, Property.named(property)));
        profiles.put(signal.withoutAsset().signal(), profile);
      }
    }
    SignalCatalogue.Exclusions exclude = catalogue.exclude();
    exclude
        .bursts()
        .forEach(
            rule -> {
              burstTypes.addAll(rule.on());
              burstTypes.addAll(rule.after());
              burstProperties.put(Hashes.ofSignal(rule.same()), Property.named(rule.same()));
            });
    machineAgents =
        new Remembered(new MachineAgents(exclude.userAgents(), exclude.knownCrawlers())::contains);
    addresses = new Remembered(AddressRanges.of(exclude.addresses())::contains);
    excludesMachineOpens = exclude.machineOpen();
  }

  /**
   * @throws IllegalArgumentException when an expression, guard or address is wrong, which a
   *     catalogue read from a document never is
   */
  public static SignalMatcher compile(SignalCatalogue catalogue) {
    return new SignalMatcher(catalogue);
  }

  /** The signals recognised, in catalogue order; CRM updates have none. */
  public List<Hit> match(Event event) {
    List<CompiledSignal> candidates = signalsByType.get(event.type());
    if (candidates == null || event.topic() == InputTopic.CRM_UPDATES) {
      return List.of();
    }
    List<Hit> hits = null;
    Map<String, Object> flat = null;
    for (CompiledSignal signal : candidates) {
      if (!signal.conditionsHold(event)) {
        continue;
      }
      if (signal.guard() != null) {
        flat = flat == null ? event.flat() : flat;
        if (!holds(signal.guard(), flat)) {
          continue;
        }
      }
      hits = hits == null ? new ArrayList<>(2) : hits;
      hits.add(signal.hit(event));
    }
    return hits == null ? List.of() : hits;
  }

  /**
   * What the event says of the person through the signals recognised in it; a field left empty says
   * nothing, and where two signals ask for one attribute the later in the catalogue has it.
   */
  public Map<String, String> profileOf(Event event, List<Hit> hits) {
    if (profiles.isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    for (Hit hit : hits) {
      profiles
          .getOrDefault(hit.signal(), Map.of())
          .forEach(
              (attribute, property) -> {
                String text = Event.asText(property.of(event));
                if (text != null && !text.isEmpty()) {
                  attributes.put(attribute, text);
                }
              });
    }
    return attributes;
  }

  /** {@link Marks#CLEAN}, or why this event by itself is a machine's. */
  public int markOf(Event event) {
    String userAgent = event.text(EventField.USER_AGENT);
    if (userAgent != null && machineAgents.holds(userAgent)) {
      return Marks.USER_AGENT;
    }
    String address = event.text(EventField.IP);
    if (address != null && addresses.holds(address)) {
      return Marks.ADDRESS;
    }
    return excludesMachineOpens && Boolean.TRUE.equals(event.field(EventField.MACHINE_OPEN))
        ? Marks.MACHINE_OPEN
        : Marks.CLEAN;
  }

  /** By what the burst rules would find this event among others, or null when none watches it. */
  public Traits traitsOf(Event event) {
    if (!burstTypes.contains(event.type())) {
      return null;
    }
    List<Trait> same = new ArrayList<>(1);
    burstProperties.forEach(
        (name, property) -> {
          String text = Event.asText(property.of(event));
          if (text != null && !text.isEmpty()) {
            same.add(new Trait(name, Hashes.ofText(text)));
          }
        });
    return new Traits(Hashes.ofSignal(event.type()), same);
  }

  /** Whether events of this type reach the lead because a burst rule watches them. */
  public boolean watchesBursts(String type) {
    return burstTypes.contains(type);
  }

  /** How often a guard failed, which counts as no match, since this matcher was compiled. */
  public long guardFailures() {
    return guardFailures.sum();
  }

  private boolean holds(Guard guard, Map<String, Object> flat) {
    try {
      return guard.holds(flat);
    } catch (CelEvaluationException failed) {
      guardFailures.increment();
      return false;
    }
  }

  /** A signal whose properties are resolved as far as they can be without an event. */
  private record CompiledSignal(
      CompiledCondition[] where, Guard guard, Property distinctBy, Hit withoutAsset) {

    static CompiledSignal of(SignalDefinition definition) {
      return new CompiledSignal(
          definition.where().stream().map(CompiledCondition::of).toArray(CompiledCondition[]::new),
          definition.when() == null ? null : Guard.compile(definition.when()),
          definition.distinctBy() == null ? null : Property.named(definition.distinctBy()),
          new Hit(Hashes.ofSignal(definition.name()), null));
    }

    boolean conditionsHold(Event event) {
      for (CompiledCondition condition : where) {
        if (!condition.holds(event)) {
          return false;
        }
      }
      return true;
    }

    Hit hit(Event event) {
      String asset = distinctBy == null ? null : Event.asText(distinctBy.of(event));
      return asset == null ? withoutAsset : new Hit(withoutAsset.signal(), asset);
    }
  }

  private record CompiledCondition(Property property, ValueMatcher matcher) {
    static CompiledCondition of(Condition condition) {
      return new CompiledCondition(
          Property.named(condition.property()), ValueMatcher.compile(condition.matcher()));
    }

    boolean holds(Event event) {
      Object value = property.of(event);
      if (value == null) {
        return false;
      }
      return matcher instanceof NumberRange range && value instanceof Number number
          ? range.holds(number.doubleValue())
          : matcher.holds(Event.asText(value));
    }
  }

  /** A name resolved: own field, then derived, then property; what is absent gives way. */
  private record Property(EventField field, String query, String name) {
    private static final String QUERY = "query_";

    static Property named(String name) {
      return new Property(
          EventField.named(name),
          name.startsWith(QUERY) ? name.substring(QUERY.length()) : null,
          name);
    }

    Object of(Event event) {
      Object value = field == null ? null : event.field(field);
      if (value == null && query != null) {
        value = event.query(query);
      }
      return value == null ? event.property(name) : value;
    }
  }
}
