package dev.kizashi.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.DurationOption;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.plan.Figure.Section;
import dev.kizashi.cli.plan.UnitCosts.Cost;
import dev.kizashi.cli.plan.UnitCosts.Name;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.options.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plan}: what a deployment of a size needs, and what of it breaks first. */
@Command(
    name = "plan",
    description = {
      "Says what so many leads and events need: cores, tasks, memory, disks, Kafka; how long a"
          + " restore takes; what costs most and what breaks first, with the metric that tells.",
      "From the benchmark's unit costs. ~ marks what rests on an assumption; --json lists the"
          + " assumptions, and docs/capacity.md the formulas.",
      "Exit code 0: one job carries it; 1: it does not."
    })
public final class PlanCommand implements Callable<Integer> {
  private static final long MOST_LEADS = 1_000_000_000;
  private static final double MOST_EVENTS_PER_SECOND = 10_000_000;
  private static final double MOST_FACTS = 10_000;
  private static final long MOST_VISITORS = 10_000_000_000L;
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
  private static final double MOST_HEADROOM = 10;
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
  private static final int MOST_CHECKPOINTS = 1000;
  private static final String ASSUMED = "~";

  private final Terminal terminal;

  @Option(
      names = "--leads",
      required = true,
      paramLabel = "N",
      description = "How many the state holds, up to 1,000,000,000.")
  private long leads;

  @Option(
      names = "--events-per-second",
      required = true,
      paramLabel = "R",
      description = "Of all inputs together in the busiest minutes, up to 10,000,000.")
  private double eventsPerSecond;

  @Option(
      names = "--facts",
      required = true,
      paramLabel = "F",
      description = "Of a lead on average: what it did, by signal, hour and asset. 1 to 10,000.")
  private double facts;

  @Option(
      names = "--visitors",
      paramLabel = "V",
      description =
          "How many browsers the state holds. 0: every event names its lead. Default: as many for a"
              + " lead as in the benchmark.")
  private Long visitors;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "1s to 10min. Default: the job's own (checkpoints.interval).")
  private Duration checkpointInterval = JobOptions.CHECKPOINT_INTERVAL.defaultValue();

  @Option(
      names = "--parallelism-headroom",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description =
          "What is spare, as a share of what is needed: for peaks, and to catch up after a failure."
              + " 0 to 10. Default: ${DEFAULT-VALUE}.")
  private double headroom;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "Of Kafka's topics. Default: 30 days, as the events' are shipped.")
  private Duration retention = shippedRetention();

  @Option(
      names = "--retained-checkpoints",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many are kept to go back to. Default: ${DEFAULT-VALUE}.")
  private int retainedCheckpoints;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private static Duration shippedRetention() {
    return Duration.ofDays(Topics.shipped().get(0).retentionDays().orElseThrow());
  }

  @Override
  public Integer call() {
    UnitCosts costs = UnitCosts.shipped();
    Demand demand = demand(costs);
    CapacityPlan plan = new CapacityPlan(demand, costs);
    if (json) {
      terminal.line(json(demand, plan, costs).toString());
    } else {
      print(demand, plan, costs);
    }
    return plan.fits() ? ExitCode.FINE : ExitCode.NO;
  }

  private Demand demand(UnitCosts costs) {
    require(leads >= 1 && leads <= MOST_LEADS, "--leads is 1 to 1,000,000,000, not %,d", leads);
    require(
        eventsPerSecond > 0 && eventsPerSecond <= MOST_EVENTS_PER_SECOND,
        "--events-per-second is more than 0 and at most 10,000,000, not %s",
        number(eventsPerSecond));
    require(facts >= 1 && facts <= MOST_FACTS, "--facts is 1 to 10,000, not %s", number(facts));
    require(
        visitors == null || (visitors >= 0 && visitors <= MOST_VISITORS),
        "--visitors is 0 to 10,000,000,000, not %,d",
        visitors);
    require(
        checkpointInterval.compareTo(SHORTEST_INTERVAL) >= 0
            && checkpointInterval.compareTo(LONGEST_INTERVAL) <= 0,
        "--checkpoint-interval is 1s to 10min, not %s",
        withoutSpace(checkpointInterval));
    require(
        headroom >= 0 && headroom <= MOST_HEADROOM,
        "--parallelism-headroom is 0 to 10, not %s",
        number(headroom));
    require(
        !retention.isNegative() && retention.compareTo(LONGEST_RETENTION) <= 0,
        "--retention is at most 3650 days, not %s",
        withoutSpace(retention));
    require(
        retainedCheckpoints >= 1 && retainedCheckpoints <= MOST_CHECKPOINTS,
        "--retained-checkpoints is 1 to 1000, not %d",
        retainedCheckpoints);
    return new Demand(
        leads,
        eventsPerSecond,
        facts,
        visitors == null ? visitorsOf(leads, costs) : visitors,
        checkpointInterval,
        headroom,
        retention,
        retainedCheckpoints);
  }

  private static void require(boolean met, String message, Object value) {
    if (!met) {
      throw Failure.usage(String.format(Locale.ROOT, message, value) + ".");
    }
  }

  /** As it is typed. */
  private static String withoutSpace(Duration time) {
    return TimeUtils.formatWithHighestUnit(time).replace(" ", "");
  }

  private static long visitorsOf(long leads, UnitCosts costs) {
    return (long)
        Math.ceil(
            leads * costs.of(Name.IDENTITY_VISITOR_COUNT) / costs.of(Name.IDENTITY_LEAD_COUNT));
  }

  private void print(Demand demand, CapacityPlan plan, UnitCosts costs) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "%,d leads of %s facts, %,d visitors, %s events/s",
            demand.leads(),
            number(demand.facts()),
            demand.visitors(),
            Unit.EVENTS_PER_SECOND.show(demand.eventsPerSecond())));
    terminal.line(verdict(plan));
    terminal.line(end(plan));
    terminal.table(rows(plan));
    terminal.line("");
    terminal.line(
        "Measured: benchmarks/results/%s, %.0f × %,.0f events, %.0f cores, broker included."
            .formatted(
                costs.results(),
                costs.of(Name.MEASURED_ROUNDS),
                costs.of(Name.MEASURED_EVENTS),
                costs.of(Name.MEASURED_CORES)));
    terminal.line(
        "~ rests on an assumption, as that more cores do more in proportion. See docs/capacity.md.");
  }

  private String verdict(CapacityPlan plan) {
    return plan.fits()
        ? terminal.green("✓") + " one job carries it"
        : terminal.red("✗")
            + " one job does not carry it; %,d do, each with leads of its own"
                .formatted(plan.jobs());
  }

  private static String end(CapacityPlan plan) {
    return plan.end()
        .map(
            it ->
                "  one job ends at about %s events/s of these leads: %s"
                    .formatted(
                        Unit.EVENTS_PER_SECOND.show(rounded(it.eventsPerSecond())), it.limit()))
        .orElse("  one job cannot even hold these leads");
  }

  /** Downwards to two digits; more would look as if it were known. */
  private static double rounded(double value) {
    if (value == 0) {
      return 0;
    }
    double step = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return Math.floor(value / step) * step;
  }

  private List<List<String>> rows(CapacityPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    Section section = null;
    for (Figure figure : plan.figures()) {
      if (figure.section() != section) {
        section = figure.section();
        title(rows, section.title());
      }
      rows.add(row(figure.label(), figure.shown(), figure.assumed(), figure.note()));
    }
    title(rows, "Cost drivers, in cores");
    for (Driver driver : plan.drivers()) {
      rows.add(row(driver.label(), cores(driver.cores()), true, driver.note()));
    }
    title(rows, "What breaks first, and its sign");
    for (Limit limit : plan.limits()) {
      String load = Unit.SHARE.show(limit.load());
      rows.add(row(limit.label(), limit.isKept() ? load : terminal.red(load), true, limit.sign()));
    }
    rows.add(
        row(
            "one lead with more events/s than",
            Unit.EVENTS_PER_SECOND.show(rounded(plan.hottestLeadEventsPerSecond())),
            true,
            "busyTimeMsPerSecond, 1000 in one of score leads"));
    return rows;
  }

  private void title(List<List<String>> rows, String title) {
    rows.add(List.of(""));
    rows.add(List.of(terminal.bold(title)));
  }

  private static List<String> row(String label, String value, boolean assumed, String note) {
    return List.of("  " + label, "%10s".formatted(value) + (assumed ? " " + ASSUMED : "  "), note);
  }

  private static String cores(double cores) {
    if (cores < 0.01) {
      return "<0.01";
    }
    return String.format(Locale.ROOT, cores < 9.95 ? "%.2f" : "%,.0f", cores);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.valueOf(value);
  }

  private static ObjectNode json(Demand demand, CapacityPlan plan, UnitCosts costs) {
    ObjectNode object = Json.object();
    object
        .putObject("demand")
        .put("leads", demand.leads())
        .put("events_per_second", demand.eventsPerSecond())
        .put("facts", demand.facts())
        .put("visitors", demand.visitors())
        .put("checkpoint_interval_seconds", demand.intervalSeconds())
        .put("parallelism_headroom", demand.headroom())
        .put("retention_seconds", demand.retention().toSeconds())
        .put("retained_checkpoints", demand.retainedCheckpoints());
    object
        .put("fits", plan.fits())
        .put("jobs", plan.jobs())
        .put(
            "most_events_per_second", plan.end().map(CapacityPlan.End::eventsPerSecond).orElse(0.0))
        .put("hottest_lead_events_per_second", plan.hottestLeadEventsPerSecond());
    ObjectNode figures = object.putObject("figures");
    for (Figure figure : plan.figures()) {
      figures
          .putObject(figure.key())
          .put("label", figure.label())
          .put("value", Double.isInfinite(figure.value()) ? null : (Double) figure.value())
          .put("unit", figure.unit().json())
          .put("assumed", figure.assumed());
    }
    ArrayNode drivers = object.putArray("cost_drivers");
    for (Driver driver : plan.drivers()) {
      drivers
          .addObject()
          .put("key", driver.key())
          .put("label", driver.label())
          .put("cores", driver.cores());
    }
    ArrayNode limits = object.putArray("breaks_first");
    for (Limit limit : plan.limits()) {
      limits
          .addObject()
          .put("key", limit.key())
          .put("label", limit.label())
          .put("load", limit.load())
          .put("sign", limit.sign());
    }
    object.put("results", costs.results());
    costs(object.putArray("measured"), costs.measured(), "from");
    costs(object.putArray("assumptions"), costs.assumed(), "because");
    return object;
  }

  private static void costs(ArrayNode array, List<Cost> costs, String origin) {
    for (Cost cost : costs) {
      array
          .addObject()
          .put("key", cost.name().key())
          .put("value", cost.value())
          .put(origin, cost.origin());
    }
  }
}
