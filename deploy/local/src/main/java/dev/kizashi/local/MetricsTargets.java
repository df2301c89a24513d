package dev.kizashi.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each process of Flink tells its metrics to Prometheus, where that was asked for: a port of
 * its own, the same for every restart, and the file by which Prometheus finds them all.
 */
final class MetricsTargets {
  /** Read by {@code deploy/monitoring/prometheus.yml}. */
  static final String FILE = "prometheus-targets.json";

  private final boolean wanted;
  private final Ports others;
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  /**
   * @param others that are taken already
   */
  MetricsTargets(StackSettings settings, Ports others) {
    this.wanted = settings.flinkOptions().containsKey(FlinkSettings.PROMETHEUS_FACTORY);
    this.others = others;
  }

  /** What a process has to be started with. */
  List<String> argumentsOf(String component) {
    if (!wanted) {
      return List.of();
    }
    int port = others.another(ports.values());
    ports.put(component, port);
    return List.of("-D", FlinkSettings.PROMETHEUS_PORT + "=" + port);
  }

  /** Names those that were given a port. */
  void write(Path folder) {
    if (!wanted) {
      return;
    }
    ArrayNode groups = Json.JSON.createArrayNode();
    ports.forEach(
        (component, port) -> {
          var group = groups.addObject();
          group.putArray("targets").add(Ports.HOST + ":" + port);
          group.putObject("labels").put("component", component);
        });
    try {
      Json.JSON.writeValue(folder.resolve(FILE).toFile(), groups);
    } catch (IOException e) {
      throw new StackFailure("The targets of Prometheus could not be written: " + e, e);
    }
  }

  /** Every host:port that {@link #write} has named in a folder. */
  static List<String> read(Path folder) {
    Path file = folder.resolve(FILE);
    List<String> targets = new ArrayList<>();
    if (Files.exists(file)) {
      try {
        for (JsonNode group : Json.JSON.readTree(file.toFile())) {
          group.path("targets").forEach(target -> targets.add(target.asText()));
        }
      } catch (IOException e) {
        throw new StackFailure("The targets of Prometheus could not be read: " + e, e);
      }
    }
    return targets;
  }
}
