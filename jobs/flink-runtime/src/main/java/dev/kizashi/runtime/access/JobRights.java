package dev.kizashi.runtime.access;

import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What the job has to be allowed in Kafka, no more: READ and WRITE bring DESCRIBE with them.
 *
 * @param topics operations by the topic's name, prefix included
 * @param groups READ on each, for offsets to be committed and the lag to be seen
 * @param transactionalIds WRITE on all ids that begin with each
 */
public record JobRights(
    Map<String, Set<AclOperation>> topics, List<String> groups, List<String> transactionalIds) {

  /** By the job's options. */
  public static JobRights of(Settings settings) {
    String prefix = settings.get(JobOptions.TOPIC_PREFIX);
    Map<String, Set<AclOperation>> topics = new TreeMap<>();
    for (InputTopic topic : InputTopic.values()) {
      allow(topics, prefix + topic.topicName(), AclOperation.READ);
    }
    for (OutputTopic topic : OutputTopic.values()) {
      if (topic != OutputTopic.AUDIT_TRAIL || settings.get(JobOptions.AUDIT_TRAIL)) {
        allow(topics, prefix + topic.topicName(), AclOperation.WRITE);
      }
    }
    String group = settings.get(JobOptions.KAFKA_GROUP_ID);
    String transactions = settings.get(JobOptions.SINK_TRANSACTIONAL_ID_PREFIX);
    boolean exactlyOnce = settings.get(JobOptions.SINK_DELIVERY) == DeliveryGuarantee.EXACTLY_ONCE;
    return new JobRights(
        topics,
        List.of(group, group + "-config", group + "-transfers"),
        // What moves between leads is exactly once in any case.
        List.of(exactlyOnce ? transactions : transactions + "-transfers"));
  }

  private static void allow(
      Map<String, Set<AclOperation>> topics, String topic, AclOperation operation) {
    topics.computeIfAbsent(topic, added -> EnumSet.noneOf(AclOperation.class)).add(operation);
  }
}
