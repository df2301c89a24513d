package dev.kizashi.benchmarks;

import java.util.Locale;

/** What is run over a backlog, in the order of a round. */
enum Contender {
  WITHOUT_IDENTITY("the job, without identity", Backlog.Kind.NAMED),
  WITH_IDENTITY("the job, with identity", Backlog.Kind.AS_THEY_COME),
  PASSING_THROUGH("the same topology passing through, without identity", Backlog.Kind.NAMED),
  WITHOUT_ACTIVE_LEADS(
      "the job, without identity, each event read from and written to RocksDB", Backlog.Kind.NAMED),
  KAFKA_STREAMS("peer: decayed sum with Kafka Streams", Backlog.Kind.NAMED),
  PLAIN_FLINK("peer: decayed sum as a plain Flink job", Backlog.Kind.NAMED),
  FLINK_SQL("peer: decayed sum in Flink SQL", Backlog.Kind.NAMED);

  private final String inWords;
  private final Backlog.Kind backlog;

  Contender(String inWords, Backlog.Kind backlog) {
    this.inWords = inWords;
    this.backlog = backlog;
  }

  String inWords() {
    return inWords;
  }

  /** What it consumes. */
  Backlog.Kind backlog() {
    return backlog;
  }

  /** Whether it is another program than the job. */
  boolean isPeer() {
    return compareTo(KAFKA_STREAMS) >= 0;
  }

  /** Its name on the command line and of its runs. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
