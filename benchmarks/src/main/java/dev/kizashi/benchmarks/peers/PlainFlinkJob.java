package dev.kizashi.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The decayed sum as an able engineer writes it in an afternoon, by the book: a source over all
 * topics, {@code keyBy}, a POJO in a value state, an exactly-once sink.
 *
 * <p>Tuning. Backend, checkpoints and object reuse are those of the job. Events without points are
 * dropped in front of the shuffle and only three fields of the others go through it. Time comes
 * with the events and nothing waits for it, so there are no watermarks and no timers. The state is
 * written only where it has changed, which is at every event that comes here: that access to
 * RocksDB is what such a job costs, and a cache in front of it is what it lacks.
 */
public final class PlainFlinkJob {
  private PlainFlinkJob() {}

  public static void wire(StreamExecutionEnvironment environment, PeerRun run) {
    environment
        .fromSource(source(run), WatermarkStrategy.noWatermarks(), "behaviour")
        .uid("behaviour")
        .filter(Behaviour::saysSomething)
        .uid("with-points")
        .keyBy(Behaviour::leadId)
        .process(new Sums())
        .uid("sums")
        .sinkTo(sink(run))
        .uid("told");
  }

  private static KafkaSource<Behaviour> source(PeerRun run) {
    return KafkaSource.<Behaviour>builder()
        .setBootstrapServers(run.bootstrapServers())
        .setGroupId(run.name())
        .setClientIdPrefix(run.name())
        .setTopics(Arrays.stream(BehaviourTopic.values()).map(run::input).toList())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new Reading(run))
        .build();
  }

  private static KafkaSink<Told> sink(PeerRun run) {
    Properties producer = new Properties();
    producer.setProperty(
        "transaction.timeout.ms", String.valueOf(PeerRun.TRANSACTION_TIMEOUT_MILLIS));
    return KafkaSink.<Told>builder()
        .setBootstrapServers(run.bootstrapServers())
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(run.name())
        .setRecordSerializer(new Writing(run.sums()))
        .build();
  }

  /** A lead's sum that is worth a record. */
  public record Told(String leadId, double points) {}

  static final class Sums extends KeyedProcessFunction<String, Behaviour, Told> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<DecayedSum> sums;

    @Override
    public void open(OpenContext context) {
      sums = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", DecayedSum.class));
    }

    @Override
    public void processElement(Behaviour behaviour, Context context, Collector<Told> out)
        throws IOException {
      DecayedSum sum = sums.value();
      if (sum == null) {
        sum = new DecayedSum();
      }
      sum.add(behaviour.points(), behaviour.occurredAt());
      if (sum.tells()) {
        out.collect(new Told(behaviour.leadId(), sum.points));
      }
      sums.update(sum);
    }
  }

  private static final class Reading implements KafkaRecordDeserializationSchema<Behaviour> {
    private static final long serialVersionUID = 1L;

    private final PeerRun run;
    private transient Map<String, BehaviourReader> readers;

    Reading(PeerRun run) {
      this.run = run;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      readers = new HashMap<>();
      for (BehaviourTopic topic : BehaviourTopic.values()) {
        readers.put(run.input(topic), new BehaviourReader(topic));
      }
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Behaviour> out)
        throws IOException {
      out.collect(readers.get(record.topic()).read(record.value()));
    }

    @Override
    public TypeInformation<Behaviour> getProducedType() {
      return TypeInformation.of(Behaviour.class);
    }
  }

  private record Writing(String topic) implements KafkaRecordSerializationSchema<Told> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Told told, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic, told.leadId().getBytes(StandardCharsets.UTF_8), PeerRun.value(told.points()));
    }
  }
}
