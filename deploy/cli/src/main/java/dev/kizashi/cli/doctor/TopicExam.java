package dev.kizashi.cli.doctor;

import dev.kizashi.local.Topic;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.access.KafkaAccess;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/** Whether the topics are there, and are what the contract says of them. */
final class TopicExam {
  private static final String TOPICS = "topics";

  private final Settings settings;
  private final Remedies remedies;
  private final List<Finding> findings = new ArrayList<>();

  TopicExam(Settings settings) {
    this.settings = settings;
    this.remedies = new Remedies(settings);
  }

  /**
   * @param topics those that the job needs
   */
  List<Finding> findings(KafkaAccess kafka, KafkaAccess.Topics topics)
      throws ExecutionException, InterruptedException {
    if (!topics.missing().isEmpty()) {
      findings.add(
          Finding.wrong(
              TOPICS, "missing: " + String.join(", ", topics.missing()), remedies.create()));
    }
    partitions(topics.seen());
    if (!topics.seen().isEmpty()) {
      policies(kafka, topics.seen().keySet());
    }
    if (findings.isEmpty() && topics.hidden().isEmpty()) {
      findings.add(Finding.fine(TOPICS, topics.seen().size() + " as they have to be"));
    }
    return findings;
  }

  /** A lead's events and its judgements are under one number, documents are in one order. */
  private void partitions(Map<String, TopicDescription> topics) {
    String documents = name(InputTopic.SCORING_CONFIG.topicName());
    Map<String, Integer> counts = new TreeMap<>();
    topics.forEach(
        (topic, description) -> {
          int count = description.partitions().size();
          if (!topic.equals(documents)) {
            counts.put(topic, count);
          } else if (count != 1) {
            findings.add(
                Finding.wrong(
                    TOPICS,
                    "%s has %d partitions and has to have one, documents take effect in the order in which they were published: make it anew"
                        .formatted(topic, count),
                    remedies.deleteTopic(topic),
                    remedies.create(),
                    remedies.publishModel()));
          }
        });
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    List<String> behind = counts.keySet().stream().filter(t -> counts.get(t) < most).toList();
    if (!behind.isEmpty()) {
      findings.add(
          Finding.wrong(
              TOPICS,
              "partitions differ: %s have fewer than %d, the most of all; stop the job for it"
                  .formatted(String.join(", ", behind), most),
              behind.stream()
                  .map(topic -> remedies.partitions(topic, most))
                  .toArray(String[]::new)));
    }
  }

  private void policies(KafkaAccess kafka, Set<String> topics)
      throws ExecutionException, InterruptedException {
    Map<String, Config> configs = new HashMap<>();
    try {
      kafka
          .admin()
          .describeConfigs(
              topics.stream()
                  .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                  .toList())
          .all()
          .get()
          .forEach((resource, config) -> configs.put(resource.name(), config));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      findings.add(
          Finding.note(
              TOPICS,
              "this user may not see how they are cleaned up; to look, ask as an administrator, or",
              remedies.allowTopics(AclOperation.DESCRIBE_CONFIGS, topics)));
      return;
    }
    for (Topic topic : Topics.shipped()) {
      Config config = configs.get(name(topic.name()));
      if (config != null) {
        policy(topic, config);
      }
    }
  }

  private void policy(Topic topic, Config config) {
    String name = name(topic.name());
    String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (!policy.equals(topic.cleanup().policy())) {
      findings.add(
          Finding.wrong(
              TOPICS,
              "%s has the cleanup.policy %s and has to have %s"
                  .formatted(name, policy, topic.cleanup().policy()),
              remedies.topicConfig(
                  name, TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().policy())));
    }
    topic
        .maxMessageBytes()
        .ifPresent(
            least -> {
              String most = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
              if (Long.parseLong(most) < least) {
                findings.add(
                    Finding.wrong(
                        TOPICS,
                        "%s takes records up to %s bytes and has to take %d"
                            .formatted(name, most, least),
                        remedies.topicConfig(
                            name, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(least))));
              }
            });
  }

  private String name(String topic) {
    return settings.get(JobOptions.TOPIC_PREFIX) + topic;
  }
}
