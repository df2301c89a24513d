package dev.kizashi.runtime.kafka;

import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts every record into its topic, Avro bodies behind the registry's frame. */
final class OutputRecordWriter
    implements KafkaRecordSerializationSchema<OutputRecord>, KafkaDatasetFacetProvider {
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

  /** The sink asks which topics its pooled transactions may touch. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    List<String> topics =
        Arrays.stream(OutputTopic.values()).map(topic -> topicPrefix + topic.topicName()).toList();
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics)));
  }
}
