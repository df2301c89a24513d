package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.JobRuns.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What an end-to-end run has found, where, and by which command.
 *
 * @param date of the run, UTC, {@code yyyy-MM-dd}
 * @param command that prints it again
 * @param taskManagerMegabytes all that the one TaskManager process may take
 * @param rounds in the order in which they were run, without those that only warmed up
 */
public record Report(
    String date,
    String commit,
    String command,
    Machine machine,
    int parallelism,
    int taskManagerMegabytes,
    Backlog backlog,
    List<Round> rounds) {

  /** The job, and directly after it the same topology passing through. */
  public record Round(Outcome job, Outcome passingThrough) {
    double ratio() {
      return job.eventsPerSecond() / passingThrough.eventsPerSecond();
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
    line(
        text,
        "%,d events over %d days of event time, %,d of them for %,d leads; the others are"
            + " anonymous or show nothing.",
        backlog.events(),
        Duration.ofMillis(backlog.spanMillis()).toDays(),
        backlog.reached(),
        backlog.sizes().bytes().count());
    line(text, "");
    line(text, "| events/s | median | min | max |");
    line(text, "| --- | ---: | ---: | ---: |");
    line(text, "| the job | %s |", thousands(spread(round -> round.job().eventsPerSecond())));
    line(
        text,
        "| the same topology passing through | %s |",
        thousands(spread(round -> round.passingThrough().eventsPerSecond())));
    Spread ratio = spread(Round::ratio);
    line(
        text,
        "| ratio within a round | %.2f | %.2f | %.2f |",
        ratio.median(),
        ratio.min(),
        ratio.max());
    line(text, "");
    line(text, "| round | the job | passing through | ratio |");
    line(text, "| ---: | ---: | ---: | ---: |");
    for (int i = 0; i < rounds.size(); i++) {
      Round round = rounds.get(i);
      line(
          text,
          "| %d | %,.0f | %,.0f | %.2f |",
          i + 1,
          round.job().eventsPerSecond(),
          round.passingThrough().eventsPerSecond(),
          round.ratio());
    }
    line(text, "");
    line(text, "| to the sink, median | the job | passing through |");
    line(text, "| --- | ---: | ---: |");
    line(
        text,
        "| records for an event that reached a lead | %.3f | %.3f |",
        median(round -> round.job().recordsPerEvent()),
        median(round -> round.passingThrough().recordsPerEvent()));
    line(
        text,
        "| bytes a record | %.0f | %.0f |",
        median(round -> round.job().bytesPerRecord()),
        median(round -> round.passingThrough().bytesPerRecord()));
    line(text, "");
    state(text);
    return text.toString();
  }

  private void state(StringBuilder text) {
    LeadSizes sizes = backlog.sizes();
    int leads = sizes.bytes().count();
    line(text, "| bytes of state a lead | |");
    line(text, "| --- | ---: |");
    line(
        text,
        "| checkpoint of the scoring operator, RocksDB's files, median | %.0f |",
        median(round -> round.job().checkpointBytes()) / leads);
    line(
        text,
        "| savepoint of the scoring operator, key and timer included, median | %.0f |",
        median(round -> round.job().savepointBytes()) / leads);
    line(text, "| the lead's value alone, mean | %.0f |", sizes.bytes().mean());
    line(text, "| the lead's value alone, p99 | %,d |", sizes.bytes().p99());
    line(text, "| the lead's value alone, largest | %,d |", sizes.bytes().max());
    if (sizes.bytesOfThirtyFacts().count() > 0) {
      line(
          text,
          "| the lead's value alone, mean of the %,d leads with exactly 30 facts | %.0f |",
          sizes.bytesOfThirtyFacts().count(),
          sizes.bytesOfThirtyFacts().mean());
    }
    line(
        text,
        "| facts a lead: mean, p99, most | %.1f, %,d, %,d |",
        sizes.facts().mean(),
        sizes.facts().p99(),
        sizes.facts().max());
  }

  private Spread spread(ToDoubleFunction<Round> value) {
    return Spread.of(rounds.stream().mapToDouble(value).toArray());
  }

  private double median(ToDoubleFunction<Round> value) {
    return spread(value).median();
  }

  private static String thousands(Spread spread) {
    return String.format(
        Locale.ROOT, "%,.0f | %,.0f | %,.0f", spread.median(), spread.min(), spread.max());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
