package dev.kizashi.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.AggregatePhaseStrategy;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.TableFunction;

/**
 * The decayed sum in SQL: {@code GROUP BY} over the union of the topics.
 *
 * <p>Tuning. Mini-batches of up to {@value #BATCH} events or a second, so that events of one lead
 * within a batch cost one access to the state; they are summed up in front of the shuffle first
 * (two phases), which the sum allows since sums add up. What decodes is a table function in
 * internal types: a scalar function of several fields would decode once for each of them, and this
 * drops what has no points as well. The aggregate's result is what was told last, and SQL passes a
 * group on only when its result has changed: so a change of less than a point stays where it is. A
 * lead is the key of the sink as well as of the group, so nothing has to put changes in order
 * again; backend, checkpoints and object reuse are those of the job.
 */
public final class SqlJob {
  private static final int BATCH = 20_000;

  private SqlJob() {}

  public static void wire(StreamExecutionEnvironment environment, PeerRun run) {
    // The planner names operators by itself.
    environment.configure(new Configuration().set(PipelineOptions.AUTO_GENERATE_UIDS, true));
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    TableConfig config = tables.getConfig();
    config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
    config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, Duration.ofSeconds(1));
    config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE, (long) BATCH);
    config.set(
        OptimizerConfigOptions.TABLE_OPTIMIZER_AGG_PHASE_STRATEGY,
        AggregatePhaseStrategy.TWO_PHASE);
    tables.createTemporarySystemFunction("behaviour", ReadBehaviour.class);
    tables.createTemporarySystemFunction("decayed_sum", SumUp.class);
    for (BehaviourTopic topic : BehaviourTopic.values()) {
      tables.executeSql(source(run, topic));
    }
    tables.executeSql(sink(run));
    StreamStatementSet statements = tables.createStatementSet();
    statements.addInsertSql(insert());
    statements.attachAsDataStream();
  }

  private static String source(PeerRun run, BehaviourTopic topic) {
    return """
        CREATE TABLE `%s` (`value` BYTES) WITH (
          'connector' = 'kafka',
          'topic' = '%s',
          'properties.bootstrap.servers' = '%s',
          'properties.group.id' = '%s',
          'scan.startup.mode' = 'earliest-offset',
          'format' = 'raw'
        )"""
        .formatted(topic.topicName(), run.input(topic), run.bootstrapServers(), run.name());
  }

  private static String sink(PeerRun run) {
    return """
        CREATE TABLE sums (lead_id STRING, points DOUBLE, PRIMARY KEY (lead_id) NOT ENFORCED) WITH (
          'connector' = 'upsert-kafka',
          'topic' = '%s',
          'properties.bootstrap.servers' = '%s',
          'properties.transaction.timeout.ms' = '%d',
          'key.format' = 'raw',
          'value.format' = 'raw',
          'value.fields-include' = 'EXCEPT_KEY',
          'sink.delivery-guarantee' = 'exactly-once',
          'sink.transactional-id-prefix' = '%s'
        )"""
        .formatted(
            run.sums(), run.bootstrapServers(), PeerRun.TRANSACTION_TIMEOUT_MILLIS, run.name());
  }

  private static String insert() {
    return Arrays.stream(BehaviourTopic.values())
        .map(
            topic ->
                """
                SELECT lead_id, points, occurred_at
                FROM `%s`, LATERAL TABLE(behaviour('%s', `value`))"""
                    .formatted(topic.topicName(), topic.name()))
        .collect(
            Collectors.joining(
                "\nUNION ALL\n",
                "INSERT INTO sums SELECT lead_id, decayed_sum(points, occurred_at) FROM (\n",
                "\n) GROUP BY lead_id"));
  }

  /** A record's value as a row, or as none when it has no points. */
  @FunctionHint(
      output =
          @DataTypeHint(
              value = "ROW<lead_id STRING, points DOUBLE, occurred_at BIGINT>",
              bridgedTo = RowData.class))
  public static final class ReadBehaviour extends TableFunction<RowData> {
    private static final long serialVersionUID = 1L;

    private transient BehaviourReader reader;

    /**
     * @param topic of {@link BehaviourTopic}; the same at every call
     */
    public void eval(String topic, byte[] value) throws IOException {
      if (reader == null) {
        reader = new BehaviourReader(BehaviourTopic.valueOf(topic));
      }
      Behaviour behaviour = reader.read(value);
      if (behaviour.saysSomething()) {
        collect(
            GenericRowData.of(
                StringData.fromString(behaviour.leadId()),
                behaviour.points(),
                behaviour.occurredAt()));
      }
    }
  }

  /** What was told last of a sum. A sum in front of the shuffle tells nobody. */
  public static final class SumUp extends AggregateFunction<Double, DecayedSum> {
    private static final long serialVersionUID = 1L;

    @Override
    public DecayedSum createAccumulator() {
      return new DecayedSum();
    }

    public void accumulate(DecayedSum sum, Double points, Long occurredAt) {
      sum.add(points, occurredAt);
      sum.tells();
    }

    public void merge(DecayedSum sum, Iterable<DecayedSum> others) {
      for (DecayedSum other : others) {
        sum.add(other.points, other.at);
      }
      sum.tells();
    }

    @Override
    public Double getValue(DecayedSum sum) {
      return sum.told;
    }
  }
}
