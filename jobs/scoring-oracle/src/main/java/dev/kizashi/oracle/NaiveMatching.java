package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ua_parser.Parser;

/** §2: which signals an event is, and whether it is a machine's by itself (bursts not included). */
public final class NaiveMatching {
  /** The reason of an event whose user agent is on the catalogue's list. */
  public static final String USER_AGENT = "USER_AGENT";

  /** The reason of an event from an excluded address. */
  public static final String ADDRESS = "ADDRESS";

  /** The reason of an open that a mail service made. */
  public static final String MACHINE_OPEN = "MACHINE_OPEN";

  /** As CEL's own definition has it: {@code event.dwell_seconds >= 20} compares as numbers. */
  private static final Parser DEVICES = new Parser();

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final SignalCatalogue catalogue;
  private final Map<String, CelRuntime.Program> guards = new HashMap<>();
  private final List<AddressRange> addresses;

  /** Parsing an agent takes longer than everything else together, and there are few. */
  private final Map<String, Boolean> crawlers = new HashMap<>();

  /**
   * @throws IllegalArgumentException when a guard does not compile
   */
  public NaiveMatching(SignalCatalogue catalogue) {
    this.catalogue = catalogue;
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("event", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .build();
    CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    for (SignalDefinition signal : catalogue.signals()) {
      if (signal.when() != null) {
        try {
          guards.put(
              signal.name(), runtime.createProgram(compiler.compile(signal.when()).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
          throw new IllegalArgumentException("guard of " + signal.name(), e);
        }
      }
    }
    this.addresses =
        catalogue.exclude().addresses().stream()
            .map(AddressRange::of)
            .collect(toUnmodifiableList());
  }

  /**
   * One fact to be.
   *
   * @param asset null unless the signal is {@code distinct_by} a property that the event has
   */
  public record Seen(String signal, String asset) {}

  /** The signals that the event matches, in the order of the catalogue. */
  public List<Seen> signals(Event event) {
    List<Seen> seen = new ArrayList<>();
    for (SignalDefinition signal : catalogue.signals()) {
      if (signal.on().contains(event.type())
          && signal.where().stream().allMatch(condition -> holds(condition, event))
          && guardHolds(signal, event)) {
        seen.add(
            new Seen(
                signal.name(),
                signal.distinctBy() == null ? null : value(event, signal.distinctBy())));
      }
    }
    return seen;
  }

  /** What an event says of the person. */
  public record Said(String attribute, String value) {}

  /** What the signals that the event shows say of the person, in the order of the catalogue. */
  public List<Said> profile(Event event, List<Seen> seen) {
    List<Said> said = new ArrayList<>();
    for (SignalDefinition signal : catalogue.signals()) {
      if (seen.stream().anyMatch(it -> it.signal().equals(signal.name()))) {
        signal
            .profile()
            .forEach(
                (attribute, property) -> {
                  String value = value(event, property);
                  if (value != null && !value.isEmpty()) {
                    said.add(new Said(attribute, value));
                  }
                });
      }
    }
    return said;
  }

  /** The first reason, in the order of the page, for which the event is a machine's by itself. */
  public Optional<String> suspectReason(Event event) {
    String agent = event.text(EventField.USER_AGENT);
    if (agent != null
        && catalogue.exclude().userAgents().stream()
            .anyMatch(
                glob ->
                    TextMatching.globHolds(
                        glob.toLowerCase(Locale.ROOT), agent.toLowerCase(Locale.ROOT)))) {
      return Optional.of(USER_AGENT);
    }
    if (agent != null
        && catalogue.exclude().knownCrawlers()
        && crawlers.computeIfAbsent(agent, NaiveMatching::isKnownCrawler)) {
      return Optional.of(USER_AGENT);
    }
    String address = event.text(EventField.IP);
    if (address != null && AddressRange.anyContains(addresses, address)) {
      return Optional.of(ADDRESS);
    }
    if (catalogue.exclude().machineOpen()
        && Boolean.TRUE.equals(event.field(EventField.MACHINE_OPEN))) {
      return Optional.of(MACHINE_OPEN);
    }
    return Optional.empty();
  }

  /** By the list of the uap-core project; what fetches images for people is none. */
  private static boolean isKnownCrawler(String agent) {
    String looked = agent.length() > 256 ? agent.substring(0, 256) : agent;
    return !looked.contains("YahooMailProxy")
        && !looked.contains("GoogleImageProxy")
        && DEVICES.parseDevice(looked).family.equals("Spider");
  }

  public SignalCatalogue catalogue() {
    return catalogue;
  }

  /** Whether an event that names its lead reaches it; one that does not moves only watermarks. */
  public boolean reachesItsLead(Event event, List<Seen> seen) {
    return event.text(EventField.VISITOR_ID) != null || isOfInterest(event, seen);
  }

  /** Whether an event that names nobody reaches its visitor, or the lead named on it. */
  public boolean isOfInterest(Event event, List<Seen> seen) {
    return !seen.isEmpty()
        || catalogue.exclude().bursts().stream()
            .anyMatch(
                rule -> rule.on().contains(event.type()) || rule.after().contains(event.type()));
  }

  private static boolean holds(SignalCatalogue.Condition condition, Event event) {
    String value = value(event, condition.property());
    return value != null && TextMatching.holds(condition.matcher(), value);
  }

  /** Own fields, then derived ones, then properties: the earlier wins. Null when absent. */
  static String value(Event event, String property) {
    EventField field = EventField.named(property);
    String value = null;
    if (field != null) {
      value = event.text(field);
    } else if (property.startsWith("query_")) {
      value = event.query(property.substring("query_".length()));
    }
    return value == null ? event.property(property) : value;
  }

  /** A guard that fails at run time, or says anything but true, is no match. */
  private boolean guardHolds(SignalDefinition signal, Event event) {
    CelRuntime.Program guard = guards.get(signal.name());
    if (guard == null) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(guard.eval(Map.of("event", event.flat())));
    } catch (CelEvaluationException e) {
      return false;
    }
  }
}
