package dev.kizashi.benchmarks;

import dev.kizashi.local.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What an end-to-end run has found, where, and by which command.
 *
 * @param date of the run, UTC, {@code yyyy-MM-dd}
 * @param command that prints it again
 * @param taskManagerMegabytes all that the one TaskManager process may take
 * @param backlogs those that were consumed: the traffic in which every event names its lead, and
 *     the same people, some of whose events only a visitor or an address tells of
 * @param rounds in the order in which they were run, without those that only warmed up
 */
public record Report(
    String date,
    String commit,
    String command,
    Machine machine,
    int parallelism,
    int taskManagerMegabytes,
    Map<Backlog.Kind, Backlog> backlogs,
    List<Round> rounds) {

  /**
   * A run of each contender, directly after one another.
   *
   * @param outcomes of all contenders, the same ones in every round
   */
  public record Round(Map<Contender, Outcome> outcomes) {
    public Round {
      outcomes = Collections.unmodifiableMap(new EnumMap<>(outcomes));
    }

    double eventsPerSecond(Contender contender) {
      return outcomes.get(contender).eventsPerSecond();
    }

    /** How many times as fast one was as the other. */
    double ratio(Contender contender, Contender other) {
      return eventsPerSecond(contender) / eventsPerSecond(other);
    }

    /** How many times as fast as the fastest peer of this round. */
    double toBestPeer(Contender contender) {
      return eventsPerSecond(contender)
          / outcomes.keySet().stream()
              .filter(Contender::isPeer)
              .mapToDouble(this::eventsPerSecond)
              .max()
              .orElseThrow();
    }
  }

  /** Of two contenders, within a round. */
  private record Ratio(String inWords, ToDoubleFunction<Round> value) {}

  public Report {
    backlogs = Collections.unmodifiableMap(new EnumMap<>(backlogs));
    rounds = List.copyOf(rounds);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    line(text, "# End to end, %s, commit %s", date, commit);
    line(text, "");
    line(text, "    %s", command);
    line(text, "");
    line(
        text,
        "%s. Parallelism %d, one TaskManager of %d MB, broker and"
            + " registry on the same machine; RocksDB, incremental checkpoints every 10 s,"
            + " exactly-once sink. Rates are from when a third of the events was consumed.",
        machine.inWords(),
        parallelism,
        taskManagerMegabytes);
    line(text, "");
    throughput(text);
    peers(text);
    stages(text);
    traffic(text);
    state(text);
    return text.toString();
  }

  private void throughput(StringBuilder text) {
    row(text, "events/s", List.of("median", "min", "max"));
    rule(text, 3);
    for (Contender contender : contenders()) {
      spread(text, contender.inWords(), "%,.0f", round -> round.eventsPerSecond(contender));
    }
    line(text, "");
    List<Ratio> ratios = ratios();
    if (!ratios.isEmpty()) {
      row(text, "ratio within a round", List.of("median", "min", "max"));
      rule(text, 3);
      ratios.forEach(ratio -> spread(text, ratio.inWords(), "%.2f", ratio.value()));
      line(text, "");
    }
    row(text, "round", contenders().stream().map(Contender::toString).toList());
    rule(text, contenders().size());
    for (int i = 0; i < rounds.size(); i++) {
      Round round = rounds.get(i);
      row(
          text,
          number("%d", i + 1),
          contenders().stream().map(it -> number("%,.0f", round.eventsPerSecond(it))).toList());
    }
    line(text, "");
  }

  private List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    if (took(Contender.WITH_IDENTITY, Contender.WITHOUT_IDENTITY)) {
      ratios.add(
          new Ratio(
              "with / without identity",
              it -> it.ratio(Contender.WITH_IDENTITY, Contender.WITHOUT_IDENTITY)));
    }
    if (took(Contender.WITHOUT_IDENTITY, Contender.PASSING_THROUGH)) {
      ratios.add(
          new Ratio(
              "without identity / passing through",
              it -> it.ratio(Contender.WITHOUT_IDENTITY, Contender.PASSING_THROUGH)));
    }
    if (took(Contender.WITHOUT_IDENTITY, Contender.WITHOUT_ACTIVE_LEADS)) {
      ratios.add(
          new Ratio(
              "without identity / without active leads",
              it -> it.ratio(Contender.WITHOUT_IDENTITY, Contender.WITHOUT_ACTIVE_LEADS)));
    }
    if (took(Contender.WITHOUT_IDENTITY) && contenders().stream().anyMatch(Contender::isPeer)) {
      ratios.add(
          new Ratio(
              "without identity / best peer of the round (by median %s)".formatted(bestPeer()),
              it -> it.toBestPeer(Contender.WITHOUT_IDENTITY)));
    }
    return ratios;
  }

  private Contender bestPeer() {
    return contenders().stream()
        .filter(Contender::isPeer)
        .max(Comparator.comparingDouble(peer -> median(it -> it.eventsPerSecond(peer))))
        .orElseThrow();
  }

  /** What readers of their topics find. */
  private void peers(StringBuilder text) {
    List<Contender> peers = contenders().stream().filter(Contender::isPeer).toList();
    if (peers.isEmpty()) {
      return;
    }
    row(text, "what a peer has written, median", peers.stream().map(Contender::toString).toList());
    rule(text, peers.size());
    ofRuns(text, peers, "records, for an event consumed", "%.3f", Outcome::recordsPerMessage);
    ofRuns(text, peers, "bytes of each, key and value", "%.0f", Outcome::bytesPerRecord);
    line(text, "");
  }

  /** By Flink's own counters. */
  private void stages(StringBuilder text) {
    List<Contender> jobs = contenders().stream().filter(it -> !it.isPeer()).toList();
    if (jobs.isEmpty()) {
      return;
    }
    row(
        text,
        "records that a stage received, median",
        jobs.stream().map(it -> it.toString().replace('-', ' ')).toList());
    rule(text, jobs.size());
    for (Stage stage : Stage.values()) {
      ofRuns(text, jobs, stage.operator(), "%,.0f", it -> it.received().get(stage));
    }
    ofRuns(
        text, jobs, "to the sink, for one that leads received", "%.3f", Outcome::recordsPerMessage);
    ofRuns(text, jobs, "to the sink, bytes of each", "%.0f", Outcome::bytesPerRecord);
    line(text, "");
  }

  private void traffic(StringBuilder text) {
    row(text, "the traffic", backlogs.keySet().stream().map(Backlog.Kind::inWords).toList());
    rule(text, backlogs.size());
    ofBacklogs(text, "events", it -> number("%,d", it.events()));
    ofBacklogs(text, "events without the CRM's", it -> number("%,d", it.behaviour()));
    TreeSet<String> names = new TreeSet<>();
    backlogs.values().forEach(it -> names.addAll(it.knownBy().keySet()));
    for (String known : names) {
      ofBacklogs(text, "known by " + known, it -> share(it, known));
    }
    ofBacklogs(text, "bytes of a value, mean", it -> number("%d", it.valueBytes() / it.events()));
    ofBacklogs(
        text,
        "days of event time",
        it -> number("%d", Duration.ofMillis(it.spanMillis()).toDays()));
    line(text, "");
  }

  private static String share(Backlog backlog, String known) {
    double share = 100.0 * backlog.knownBy().getOrDefault(known, 0L) / backlog.events();
    return number("%.2f %%", share);
  }

  private void state(StringBuilder text) {
    List<Held> all = held();
    if (!all.isEmpty()) {
      row(text, "bytes of state", all.stream().map(Held::inWords).toList());
      rule(text, all.size());
      cells(text, "how many there are", all, it -> number("%,d", it.values().count()));
      cells(
          text,
          "checkpoint of the operator, RocksDB's files, median",
          all,
          it -> number("%.0f", it.each(Outcome::checkpointBytes)));
      cells(
          text,
          "savepoint of the operator, key and timer included, median",
          all,
          it -> number("%.0f", it.each(Outcome::savepointBytes)));
      cells(text, "the value alone, mean", all, it -> number("%.0f", it.values().mean()));
      cells(text, "the value alone, p99", all, it -> number("%,d", it.values().p99()));
      cells(text, "the value alone, largest", all, it -> number("%,d", it.values().max()));
      line(text, "");
    }
    row(text, "facts of leads", backlogs.keySet().stream().map(Backlog.Kind::inWords).toList());
    rule(text, backlogs.size());
    ofBacklogs(
        text,
        "mean, p99, most",
        it ->
            number(
                "%.1f, %,d, %,d",
                it.sizes().facts().mean(), it.sizes().facts().p99(), it.sizes().facts().max()));
    ofBacklogs(
        text,
        "bytes of a lead with exactly 30, mean (and how many leads)",
        it ->
            number(
                "%.0f (%,d)",
                it.sizes().leadsOfThirtyFacts().mean(), it.sizes().leadsOfThirtyFacts().count()));
  }

  /** State of the job as it is shipped. */
  private List<Held> held() {
    List<Held> held = new ArrayList<>();
    if (took(Contender.WITHOUT_IDENTITY)) {
      StateSizes sizes = backlogs.get(Backlog.Kind.NAMED).sizes();
      held.add(
          new Held(
              "a lead, without identity", Stage.LEADS, Contender.WITHOUT_IDENTITY, sizes.leads()));
    }
    if (took(Contender.WITH_IDENTITY)) {
      StateSizes sizes = backlogs.get(Backlog.Kind.AS_THEY_COME).sizes();
      held.add(
          new Held("a lead, with identity", Stage.LEADS, Contender.WITH_IDENTITY, sizes.leads()));
      held.add(new Held("a visitor", Stage.VISITORS, Contender.WITH_IDENTITY, sizes.visitors()));
      held.add(new Held("an address", Stage.ADDRESSES, Contender.WITH_IDENTITY, sizes.addresses()));
    }
    return held;
  }

  /** State of one kind. */
  private final class Held {
    private final String inWords;
    private final Stage stage;
    private final Contender contender;
    private final Distribution values;

    Held(String inWords, Stage stage, Contender contender, Distribution values) {
      this.inWords = inWords;
      this.stage = stage;
      this.contender = contender;
      this.values = values;
    }

    String inWords() {
      return inWords;
    }

    Distribution values() {
      return values;
    }

    double each(Function<Outcome, Map<Stage, Long>> bytes) {
      return median(round -> bytes.apply(round.outcomes().get(contender)).get(stage))
          / values.count();
    }
  }

  /** In the order of a round. */
  private Set<Contender> contenders() {
    return rounds.get(0).outcomes().keySet();
  }

  private boolean took(Contender... part) {
    return contenders().containsAll(Arrays.asList(part));
  }

  private static void cells(
      StringBuilder text, String name, List<Held> all, Function<Held, String> value) {
    row(text, name, all.stream().map(value).toList());
  }

  private void ofBacklogs(StringBuilder text, String name, Function<Backlog, String> value) {
    row(text, name, backlogs.values().stream().map(value).toList());
  }

  private void ofRuns(
      StringBuilder text,
      Collection<Contender> contenders,
      String name,
      String format,
      ToDoubleFunction<Outcome> value) {
    row(
        text,
        name,
        contenders.stream()
            .map(
                it ->
                    number(format, median(round -> value.applyAsDouble(round.outcomes().get(it)))))
            .toList());
  }

  private void spread(
      StringBuilder text, String name, String format, ToDoubleFunction<Round> value) {
    Spread spread = spread(value);
    row(
        text,
        name,
        List.of(
            number(format, spread.median()),
            number(format, spread.min()),
            number(format, spread.max())));
  }

  private Spread spread(ToDoubleFunction<Round> value) {
    return Spread.of(rounds.stream().mapToDouble(value).toArray());
  }

  private double median(ToDoubleFunction<Round> value) {
    return spread(value).median();
  }

  private static void row(StringBuilder text, String name, Collection<String> cells) {
    line(text, "| %s | %s |", name, String.join(" | ", cells));
  }

  private static void rule(StringBuilder text, int cells) {
    line(text, "| --- |%s", " ---: |".repeat(cells));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(number(format, values)).append('\n');
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
