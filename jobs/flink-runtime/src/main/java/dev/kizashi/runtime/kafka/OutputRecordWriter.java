package dev.kizashi.runtime.kafka;

import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts every record into its topic, Avro bodies behind the registry's frame. */
final class OutputRecordWriter implements KafkaRecordSerializationSchema<OutputRecord> {
  private static final long serialVersionUID = 1L;

  private final String topicPrefix;
  private final EnumMap<OutputTopic, Integer> schemaIds;

  OutputRecordWriter(String topicPrefix, Map<OutputTopic, Integer> schemaIds) {
    this.topicPrefix = topicPrefix;
    this.schemaIds = new EnumMap<>(schemaIds);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutputRecord record, KafkaSinkContext context, Long timestamp) {
    byte[] value = record.value();
    if (value != null && record.topic().isAvro()) {
      value = WireFormat.frame(schemaIds.get(record.topic()), value);
    }
    ProducerRecord<byte[], byte[]> produced =
        new ProducerRecord<>(topicPrefix + record.topic().topicName(), record.key(), value);
    record
        .headers()
        .forEach(
            (name, text) -> produced.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return produced;
  }
}
