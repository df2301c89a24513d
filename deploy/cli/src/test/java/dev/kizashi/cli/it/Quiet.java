package dev.kizashi.cli.it;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A job that has nothing left to do: what a savepoint of it has stays as it is. */
public final class Quiet {
  /** More than a checkpoint takes to come, and to commit what it has. */
  private static final Duration FOR = Duration.ofSeconds(3);

  private final CommittedRecords trail;
  private final CommittedRecords transfers;

  /**
   * @param trail of everything since the topics were made, as are the transfers
   */
  public Quiet(CommittedRecords trail, CommittedRecords transfers) {
    this.trail = trail;
    this.transfers = transfers;
  }

  /** Returns once so many events have their fates and nothing is on its way between leads. */
  public void await(long sent) {
    Awaitility.await()
        .pollInSameThread()
        .atMost(ScoringStack.PATIENCE)
        .during(FOR)
        .until(
            () -> {
              List<AuditEntry> entries = trail.soFar(AuditEntry.class);
              return taken(entries, false) == sent
                  && taken(entries, true) == transfers.soFar().size();
            });
  }

  private static long taken(List<AuditEntry> trail, boolean transfers) {
    String between = OutputTopic.LEAD_TRANSFERS.topicName();
    return trail.stream()
        .filter(entry -> entry.getTopic().equals(between) == transfers)
        .map(entry -> List.of(entry.getTopic(), entry.getPartition(), entry.getOffset()))
        .distinct()
        .count();
  }
}
