package dev.kizashi.local;

import java.nio.file.Path;
import java.util.List;

/** A stack that was started earlier, as written down then; its components tell how it is now. */
public record StackStatus(
    String bootstrapServers,
    String registryUrl,
    String flinkUrl,
    Path stateFolder,
    boolean keepState,
    List<Component> components) {

  public StackStatus {
    components = List.copyOf(components);
  }

  /**
   * Where Flink's processes tell their metrics to Prometheus; empty where nobody asked for that.
   */
  public List<String> metricsUrls() {
    return MetricsTargets.read(new StateFolder(stateFolder).conf()).stream()
        .map(target -> "http://" + target + "/metrics")
        .toList();
  }

  /** Asks every component. */
  public boolean healthy() {
    return components.stream().allMatch(component -> component.health() == Health.HEALTHY);
  }
}
