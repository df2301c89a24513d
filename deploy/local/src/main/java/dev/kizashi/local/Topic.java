package dev.kizashi.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic as {@code topics.yaml} defines it.
 *
 * @param retentionDays how long a record stays where {@code cleanup} is to delete
 * @param maxMessageBytes empty: the broker's default
 */
public record Topic(
    String name,
    int partitions,
    Cleanup cleanup,
    @JsonProperty("retention_days") OptionalInt retentionDays,
    @JsonProperty("max_message_bytes") OptionalInt maxMessageBytes) {

  /** What happens to old records. */
  public enum Cleanup {
    @JsonProperty("delete")
    DELETE(TopicConfig.CLEANUP_POLICY_DELETE),
    /** The last record of a key stays for ever. */
    @JsonProperty("compact")
    COMPACT(TopicConfig.CLEANUP_POLICY_COMPACT);

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** As a topic's {@code cleanup.policy} has it. */
    public String policy() {
      return policy;
    }
  }

  public Topic {
    if (partitions < 1) {
      throw new IllegalArgumentException(name + " needs a partition");
    }
    if ((cleanup == Cleanup.DELETE) != retentionDays.isPresent()) {
      throw new IllegalArgumentException(
          name + ": retention_days belongs to the cleanup delete, and only there");
    }
  }

  NewTopic newTopic(String prefix) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.policy);
    retentionDays.ifPresent(
        days ->
            config.put(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(days).toMillis())));
    maxMessageBytes.ifPresent(
        bytes -> config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)));
    // As many copies as the brokers make of a topic that says nothing of it.
    return new NewTopic(prefix + name, Optional.of(partitions), Optional.empty()).configs(config);
  }
}
