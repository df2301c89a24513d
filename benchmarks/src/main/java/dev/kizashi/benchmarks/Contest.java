package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.Report.Round;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lets contenders consume their backlogs in turn, round by round. Each goes first once without
 * being counted, which warms the processes up.
 */
final class Contest {
  private final JobRuns jobs;
  private final PeerRuns peers;
  private final Set<Contender> contenders;
  private final Map<Backlog.Kind, Backlog> backlogs;

  /** Writes as much as the job is seen to write when it warms up. */
  private PassThrough standIn;

  /**
   * @param backlogs all that the contenders consume
   */
  Contest(
      JobRuns jobs,
      PeerRuns peers,
      Set<Contender> contenders,
      Map<Backlog.Kind, Backlog> backlogs) {
    this.jobs = jobs;
    this.peers = peers;
    this.contenders = contenders;
    this.backlogs = backlogs;
  }

  List<Round> alternate(int rounds) {
    Set<Contender> first = EnumSet.copyOf(contenders);
    if (first.contains(Contender.PASSING_THROUGH)) {
      first.add(Contender.WITHOUT_IDENTITY);
    }
    round("warm-up", first);
    List<Round> measured = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      measured.add(round("round-%d-of-%d".formatted(round, rounds), contenders));
    }
    return measured;
  }

  private Round round(String name, Set<Contender> running) {
    Map<Contender, Outcome> outcomes = new EnumMap<>(Contender.class);
    for (Contender contender : running) {
      Outcome outcome = run(contender, name + "-" + contender);
      System.err.printf(
          Locale.ROOT, "%s, %s: %,.0f events/s%n", name, contender, outcome.eventsPerSecond());
      if (contender == Contender.WITHOUT_IDENTITY && standIn == null) {
        standIn =
            new PassThrough(
                outcome.recordsPerMessage(), (int) Math.round(outcome.bytesPerRecord()));
      }
      outcomes.put(contender, outcome);
    }
    return new Round(outcomes);
  }

  private Outcome run(Contender contender, String name) {
    Backlog backlog = backlogs.get(contender.backlog());
    return switch (contender) {
      case WITHOUT_IDENTITY, WITH_IDENTITY -> jobs.scoring(name, backlog);
      case PASSING_THROUGH -> jobs.passingThrough(name, backlog, standIn);
      case WITHOUT_ACTIVE_LEADS -> jobs.scoringWithoutActiveLeads(name, backlog);
      case KAFKA_STREAMS -> peers.kafkaStreams(name, backlog);
      case PLAIN_FLINK -> peers.plainFlink(name, backlog);
      case FLINK_SQL -> peers.flinkSql(name, backlog);
    };
  }
}
