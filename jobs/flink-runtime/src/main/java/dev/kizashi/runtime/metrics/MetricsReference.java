package dev.kizashi.runtime.metrics;

import java.util.Locale;

/** The part of docs/metrics.md that the code knows, which a test holds against it. */
public final class MetricsReference {
  /** What is generated stands between these lines of the page. */
  static final String BEGIN = "<!-- generated from JobMetric -->";

  static final String END = "<!-- end of what is generated -->";

  private MetricsReference() {}

  /** The page with the generated part as it has to be. */
  public static String renewed(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page has no place for what is generated");
    }
    return page.substring(0, begin + BEGIN.length())
        + "\n\n"
        + table()
        + "\n"
        + page.substring(end);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| metric | type | label | meaning |\n| --- | --- | --- | --- |\n");
    for (JobMetric metric : JobMetric.values()) {
      table
          .append("| `")
          .append(metric.prometheusName())
          .append("` | ")
          .append(metric.type().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(metric.label() == null ? "" : '`' + metric.label() + '`')
          .append(" | ")
          .append(metric.description())
          .append(" |\n");
    }
    return table.toString();
  }
}
