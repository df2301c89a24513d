package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.JobRuns.Outcome;
import dev.kizashi.local.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What an end-to-end run has found, where, and by which command.
 *
 * @param date of the run, UTC, {@code yyyy-MM-dd}
 * @param command that prints it again
 * @param taskManagerMegabytes all that the one TaskManager process may take
 * @param named the traffic in which every event names its lead
 * @param asTheyCome the same people, some of whose events only a visitor or an address tells of
 * @param rounds in the order in which they were run, without those that only warmed up
 */
public record Report(
    String date,
    String commit,
    String command,
    Machine machine,
    int parallelism,
    int taskManagerMegabytes,
    Backlog named,
    Backlog asTheyCome,
    List<Round> rounds) {

  /**
   * Three runs, directly after one another.
   *
   * @param named the job without identity
   * @param asTheyCome the job with identity
   * @param passingThrough without identity, and nothing where leads are judged
   */
  public record Round(Outcome named, Outcome asTheyCome, Outcome passingThrough) {
    double withIdentity() {
      return asTheyCome.eventsPerSecond() / named.eventsPerSecond();
    }

    double judging() {
      return named.eventsPerSecond() / passingThrough.eventsPerSecond();
    }
  }

  public Report {
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
            + " exactly-once sink.",
        machine.inWords(),
        parallelism,
        taskManagerMegabytes);
    line(text, "");
    throughput(text);
    stages(text);
    traffic(text);
    state(text);
    return text.toString();
  }

  private void throughput(StringBuilder text) {
    line(text, "| events/s | median | min | max |");
    line(text, "| --- | ---: | ---: | ---: |");
    spread(text, "the job, without identity", "%,.0f", it -> it.named().eventsPerSecond());
    spread(text, "the job, with identity", "%,.0f", it -> it.asTheyCome().eventsPerSecond());
    spread(
        text,
        "the same topology passing through, without identity",
        "%,.0f",
        it -> it.passingThrough().eventsPerSecond());
    spread(text, "with / without identity, within a round", "%.2f", Round::withIdentity);
    spread(text, "without identity / passing through, within a round", "%.2f", Round::judging);
    line(text, "");
    line(
        text,
        "| round | without identity | with identity | passing through | with / without"
            + " | without / passing |");
    line(text, "| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int i = 0; i < rounds.size(); i++) {
      Round round = rounds.get(i);
      line(
          text,
          "| %d | %,.0f | %,.0f | %,.0f | %.2f | %.2f |",
          i + 1,
          round.named().eventsPerSecond(),
          round.asTheyCome().eventsPerSecond(),
          round.passingThrough().eventsPerSecond(),
          round.withIdentity(),
          round.judging());
    }
    line(text, "");
  }

  /** By Flink's own counters. */
  private void stages(StringBuilder text) {
    line(
        text,
        "| records that a stage received, median | without identity | with identity"
            + " | passing through |");
    line(text, "| --- | ---: | ---: | ---: |");
    for (Stage stage : Stage.values()) {
      ofRuns(text, stage.operator(), "%,.0f", it -> it.received().get(stage));
    }
    ofRuns(text, "to the sink, for one that leads received", "%.3f", Outcome::recordsPerMessage);
    ofRuns(text, "to the sink, bytes of each", "%.0f", Outcome::bytesPerRecord);
    line(text, "");
  }

  private void traffic(StringBuilder text) {
    line(text, "| the traffic | without identity | with identity |");
    line(text, "| --- | ---: | ---: |");
    ofBacklogs(text, "events", it -> number("%,d", it.events()));
    TreeSet<String> names = new TreeSet<>(named.knownBy().keySet());
    names.addAll(asTheyCome.knownBy().keySet());
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
    List<Held> all =
        List.of(
            new Held(Stage.LEADS, Round::named, named.sizes().leads()),
            new Held(Stage.LEADS, Round::asTheyCome, asTheyCome.sizes().leads()),
            new Held(Stage.VISITORS, Round::asTheyCome, asTheyCome.sizes().visitors()),
            new Held(Stage.ADDRESSES, Round::asTheyCome, asTheyCome.sizes().addresses()));
    line(
        text,
        "| bytes of state | a lead, without identity | a lead, with identity | a visitor"
            + " | an address |");
    line(text, "| --- | ---: | ---: | ---: | ---: |");
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
    line(text, "| facts of leads | without identity | with identity |");
    line(text, "| --- | ---: | ---: |");
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

  /** State of one kind. */
  private final class Held {
    private final Stage stage;
    private final Function<Round, Outcome> run;
    private final Distribution values;

    Held(Stage stage, Function<Round, Outcome> run, Distribution values) {
      this.stage = stage;
      this.run = run;
      this.values = values;
    }

    Distribution values() {
      return values;
    }

    double each(Function<Outcome, Map<Stage, Long>> bytes) {
      return median(round -> bytes.apply(run.apply(round)).get(stage)) / values.count();
    }
  }

  private static void cells(
      StringBuilder text, String name, List<Held> all, Function<Held, String> value) {
    line(text, "| %s | %s |", name, String.join(" | ", all.stream().map(value).toList()));
  }

  private void ofBacklogs(StringBuilder text, String name, Function<Backlog, String> value) {
    line(text, "| %s | %s | %s |", name, value.apply(named), value.apply(asTheyCome));
  }

  private void ofRuns(
      StringBuilder text, String name, String format, ToDoubleFunction<Outcome> value) {
    line(
        text,
        "| %s | " + String.join(" | ", format, format, format) + " |",
        name,
        median(round -> value.applyAsDouble(round.named())),
        median(round -> value.applyAsDouble(round.asTheyCome())),
        median(round -> value.applyAsDouble(round.passingThrough())));
  }

  private void spread(
      StringBuilder text, String name, String format, ToDoubleFunction<Round> value) {
    Spread spread = spread(value);
    line(
        text,
        "| %s | " + String.join(" | ", format, format, format) + " |",
        name,
        spread.median(),
        spread.min(),
        spread.max());
  }

  private Spread spread(ToDoubleFunction<Round> value) {
    return Spread.of(rounds.stream().mapToDouble(value).toArray());
  }

  private double median(ToDoubleFunction<Round> value) {
    return spread(value).median();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(number(format, values)).append('\n');
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
