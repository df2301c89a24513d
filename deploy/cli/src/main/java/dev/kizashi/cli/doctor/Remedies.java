package dev.kizashi.cli.doctor;

import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * The commands that mend things: our own, Kafka's tools, curl. Kafka's tools log in by {@code
 * admin.properties} where the job logs in.
 */
final class Remedies {
  private static final Pattern USER = Pattern.compile("username\\s*=\\s*\"([^\"]+)\"");

  private final Settings settings;

  Remedies(Settings settings) {
    this.settings = settings;
  }

  /** Topics and schemas that are missing. */
  String create() {
    return "kizashi doctor --create";
  }

  String topicConfig(String topic, String key, String value) {
    return tool("kafka-configs.sh")
        + " --alter --entity-type topics --entity-name %s --add-config %s=%s"
            .formatted(topic, key, value);
  }

  String partitions(String topic, int count) {
    return tool("kafka-topics.sh") + " --alter --topic %s --partitions %d".formatted(topic, count);
  }

  String deleteTopic(String topic) {
    return tool("kafka-topics.sh") + " --delete --topic " + topic;
  }

  String allowTopics(AclOperation operation, Collection<String> topics) {
    return allow(operation) + " --topic " + String.join(" --topic ", topics);
  }

  String allowGroups(String prefix) {
    return allow(AclOperation.READ) + " --resource-pattern-type prefixed --group " + prefix;
  }

  String allowTransactions(String prefix) {
    return allow(AclOperation.WRITE)
        + " --resource-pattern-type prefixed --transactional-id "
        + prefix;
  }

  /** What later versions of subjects must be compatible with. */
  String compatibility(Collection<String> subjects, String level) {
    return """
        for s in %s; do %s -X PUT -d '{"compatibility":"%s"}' %s/config/$s; done"""
        .formatted(String.join(" ", subjects), curl(), level, registryUrl());
  }

  /** What versions a subject has. */
  String versions(String subject) {
    return "%s %s/subjects/%s/versions/latest".formatted(curl(), registryUrl(), subject);
  }

  String publishModel() {
    return "kizashi model publish --signals docs/models/b2b-default/signals.yaml --model docs/models/b2b-default/model.yaml";
  }

  private String curl() {
    boolean login = settings.passedOn(Settings.REGISTRY_CLIENT).containsKey("basic.auth.user.info");
    return "curl -H 'Content-Type: application/vnd.schemaregistry.v1+json'"
        + (login ? " -u \"$REGISTRY_USER\"" : "");
  }

  private String registryUrl() {
    return settings.require(JobOptions.REGISTRY_URL).split(",", -1)[0];
  }

  private String allow(AclOperation operation) {
    return tool("kafka-acls.sh")
        + " --add --allow-principal User:%s --operation %s"
            .formatted(user(), SecurityUtils.operationName(operation));
  }

  private String tool(String name) {
    boolean login = settings.passedOn(Settings.KAFKA_CLIENT).containsKey("security.protocol");
    return "%s --bootstrap-server %s%s"
        .formatted(
            name,
            settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS),
            login ? " --command-config admin.properties" : "");
  }

  /** Who the job is, where that can be told. */
  private String user() {
    Matcher login =
        USER.matcher(settings.passedOn(Settings.KAFKA_CLIENT).getOrDefault("sasl.jaas.config", ""));
    return login.find() ? login.group(1) : "NAME";
  }
}
