package dev.kizashi.runtime.kafka;

import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.runtime.codec.OccurredAt;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes records as they are and looks only at their time: whatever is wrong with one is found out,
 * and said, behind the source.
 */
final class InputRecordReader implements KafkaRecordDeserializationSchema<InputRecord> {
  private static final long serialVersionUID = 1L;

  private final Map<String, InputTopic> topics = new HashMap<>();
  private final RegistrySettings registry;
  private final int maxBytes;
  private transient OccurredAt occurredAt;

  InputRecordReader(String topicPrefix, RegistrySettings registry, int maxBytes) {
    this.registry = registry;
    this.maxBytes = maxBytes;
    for (InputTopic topic : InputTopic.values()) {
      topics.put(topicPrefix + topic.topicName(), topic);
    }
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    LogFields.ofTask(context.getMetricGroup());
    occurredAt =
        new OccurredAt(new WriterSchemas(ConfluentSchemaRegistry.connect(registry)), maxBytes);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<InputRecord> out) {
    InputTopic topic = topics.get(record.topic());
    long time =
        topic == InputTopic.SCORING_CONFIG || topic == InputTopic.LEAD_TRANSFERS
            ? OccurredAt.UNKNOWN
            : occurredAt.read(topic, record.value());
    out.collect(
        new InputRecord(
            topic,
            record.partition(),
            record.offset(),
            record.timestamp(),
            time,
            record.key(),
            record.value()));
  }

  @Override
  public TypeInformation<InputRecord> getProducedType() {
    return InputRecord.TYPE;
  }
}
