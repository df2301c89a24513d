package dev.kizashi.runtime.options;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/**
 * The reference page of the options: docs/configuration.md, which a test holds against the code.
 */
public final class Reference {
  private Reference() {}

  public static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Options of the jobs

            Generated from `JobOptions`; a test fails when this page and the code differ.

            Arguments (`--key value`) go before the environment (`KIZASHI_…`), the environment before the
            file of properties that `--config` names. `kafka.client.*` goes to every Kafka client,
            `registry.client.*` to the registry's client (`basic.auth.user.info`, `schema.registry.ssl.*`, …)
            and `flink.*` into Flink's configuration, each without the prefix. The clients' come from the
            environment too, an underscore for a dot: `KIZASHI_KAFKA_CLIENT_SASL_JAAS_CONFIG`. At its start a job
            logs every option, secrets starred. How to give credentials: [security](security.md).

            | option | environment | default | meaning |
            | --- | --- | --- | --- |
            """);
    for (ConfigOption<?> option : Settings.all()) {
      page.append("| `")
          .append(option.key())
          .append("` | `")
          .append(Settings.variable(option))
          .append("` | ")
          .append(defaultOf(option))
          .append(" | ")
          .append(description(option))
          .append(" |\n");
    }
    return page.toString();
  }

  private static String defaultOf(ConfigOption<?> option) {
    if (!option.hasDefaultValue()) {
      return "required";
    }
    Object value = option.defaultValue();
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    return value.toString().isEmpty() ? "empty" : value.toString();
  }

  static String description(ConfigOption<?> option) {
    return new HtmlFormatter().format(option.description());
  }
}
