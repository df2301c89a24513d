package dev.kizashi.local;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics that the jobs read and write, as shipped in {@code topics.yaml}. */
public final class Topics {

  private Topics() {}

  /** All of them, in the order of the file. */
  public static List<Topic> shipped() {
    try (InputStream in = Topics.class.getResourceAsStream("topics.yaml")) {
      return Json.YAML.readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates those that are missing; those that exist stay as they are.
   *
   * @return the names of the new ones
   * @throws StackFailure the broker did not create one
   */
  public static List<String> create(String bootstrapServers) {
    return create(bootstrapServers, "");
  }

  /**
   * The same under other names.
   *
   * @param prefix of all of them, as the job's option of that name
   */
  public static List<String> create(String bootstrapServers, String prefix) {
    return create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), prefix);
  }

  /**
   * The same where brokers want to know who asks.
   *
   * @param client settings of Kafka's client
   */
  public static List<String> create(Map<String, Object> client, String prefix) {
    try (Admin admin = Admin.create(client)) {
      Map<String, KafkaFuture<Void>> answers =
          admin
              .createTopics(shipped().stream().map(topic -> topic.newTopic(prefix)).toList())
              .values();
      List<String> created = new ArrayList<>();
      for (Topic topic : shipped()) {
        String name = prefix + topic.name();
        if (isNew(name, answers.get(name))) {
          created.add(name);
        }
      }
      return created;
    }
  }

  private static boolean isNew(String topic, KafkaFuture<Void> answer) {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new StackFailure(
          "Topic %s could not be created: %s".formatted(topic, e.getCause().getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while creating topics.", e);
    }
  }
}
