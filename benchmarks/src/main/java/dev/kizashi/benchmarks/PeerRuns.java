package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.PeerTopics.Written;
import dev.kizashi.benchmarks.peers.PeerRun;
import dev.kizashi.benchmarks.peers.PlainFlinkJob;
import dev.kizashi.benchmarks.peers.SqlJob;
import dev.kizashi.local.FlinkRest.Vertex;
import dev.kizashi.local.Stack;
import dev.kizashi.runtime.options.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs peers over the backlog in which every event names its lead, whose topics have leads as keys.
 * They are watched as the job is: by the events that have left their sources, since all of them
 * come to a standstill there when what follows is behind.
 */
final class PeerRuns implements AutoCloseable {
  private static final String SOURCE = "Source__";
  private static final String SOURCE_OUT = ".numRecordsOut";

  private final Path home;
  private final Stack stack;
  private final int parallelism;
  private final int heapMegabytes;
  private final PeerTopics topics;
  private StreamsProcess streams;

  /**
   * @param home the root folder
   * @param heapMegabytes of a peer that is no Flink job
   */
  PeerRuns(Path home, Stack stack, int parallelism, int heapMegabytes) {
    this.home = home;
    this.stack = stack;
    this.parallelism = parallelism;
    this.heapMegabytes = heapMegabytes;
    this.topics = new PeerTopics(stack.bootstrapServers());
  }

  Outcome kafkaStreams(String name, Backlog backlog) {
    PeerRun run = begin(name, backlog);
    if (streams == null) {
      streams = StreamsProcess.start(home, stack, run.topicPrefix(), parallelism, heapMegabytes);
    }
    streams.begin(run);
    Progress progress = Watch.consumption(backlog.behaviour(), streams::consumed, streams.errors());
    streams.end();
    return outcome(run, backlog, progress);
  }

  Outcome plainFlink(String name, Backlog backlog) {
    return flink(name, backlog, PlainFlinkJob::wire);
  }

  Outcome flinkSql(String name, Backlog backlog) {
    return flink(name, backlog, SqlJob::wire);
  }

  private Outcome flink(
      String name, Backlog backlog, BiConsumer<StreamExecutionEnvironment, PeerRun> wiring) {
    PeerRun peer = begin(name, backlog);
    Settings settings =
        Settings.of(new String[] {"--flink.restart-strategy.type", "none"}, Map.of());
    FlinkRun run =
        FlinkRun.submit(
            stack,
            name,
            parallelism,
            settings,
            (environment, given) -> wiring.accept(environment, peer));
    List<Vertex> vertices = run.vertices();
    Progress progress = run.watch(backlog.behaviour(), () -> consumed(run, vertices));
    run.stop();
    run.awaitEnd();
    return outcome(peer, backlog, progress);
  }

  /** What has left all sources; empty until Flink knows one of them. */
  private static OptionalLong consumed(FlinkRun run, List<Vertex> vertices) {
    long sum = 0;
    boolean known = false;
    for (Vertex vertex : vertices) {
      Optional<String> metric =
          run.metricNames(vertex.id()).stream()
              .filter(it -> it.startsWith(SOURCE) && it.endsWith(SOURCE_OUT))
              .findAny();
      if (metric.isPresent()) {
        known = true;
        sum += run.sum(vertex.id(), metric.get()).orElse(0);
      }
    }
    return known ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private PeerRun begin(String name, Backlog backlog) {
    PeerRun run = new PeerRun(name, stack.bootstrapServers(), backlog.kind().topicPrefix());
    topics.create(run);
    return run;
  }

  private Outcome outcome(PeerRun run, Backlog backlog, Progress progress) {
    Written written = topics.written(run);
    topics.delete(run);
    return Outcome.ofPeer(
        progress.sharePerSecond() * backlog.behaviour(),
        (double) written.records() / backlog.behaviour(),
        written.records() == 0 ? 0 : (double) written.bytes() / written.records());
  }

  @Override
  public void close() {
    if (streams != null) {
      streams.close();
    }
  }
}
