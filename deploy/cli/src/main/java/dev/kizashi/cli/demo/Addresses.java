package dev.kizashi.cli.demo;

import java.net.URI;
import java.util.List;

/** Where the running demo can be looked at. */
record Addresses(String bootstrapServers, String registryUrl, String flinkUrl) {

  /** For the foot of the screen: one line of the usual 80 columns. */
  List<String> shortly() {
    return List.of(
        "Flink " + flinkUrl,
        "Kafka " + bootstrapServers,
        "registry " + URI.create(registryUrl).getAuthority());
  }

  /** With commands to go on with. */
  List<String> lines() {
    return List.of(
        "Flink's web UI    " + flinkUrl,
        "Kafka             " + bootstrapServers,
        "schema registry   " + registryUrl,
        "topics            in: clickstream, email-engagement, offline-activity, crm-updates",
        "                  out: lead-scores, stage-changes, sales-alerts, audit-trail",
        "look at one       ./kizashi demo read sales-alerts --bootstrap %s --registry %s"
            .formatted(bootstrapServers, registryUrl));
  }
}
