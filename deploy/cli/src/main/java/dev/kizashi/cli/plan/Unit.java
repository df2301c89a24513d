package dev.kizashi.cli.plan;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** What a figure counts, and how people read it. */
enum Unit {
  COUNT(value -> format("%,.0f", Math.ceil(value))),
  EVENTS_PER_SECOND(value -> format(value < 10 ? "%.2g" : "%,.0f", value)),
  BYTES(value -> scaled(value, 1000, "B", "kB", "MB", "GB", "TB", "PB")),
  BYTES_PER_SECOND(value -> scaled(value, 1000, "B", "kB", "MB", "GB", "TB", "PB") + "/s"),
  MEMORY(value -> scaled(value, 1024, "B", "KiB", "MiB", "GiB", "TiB", "PiB")),
  SECONDS(Unit::time),
  SHARE(
      value ->
          value < 0.001 ? "<0.1 %" : format(value < 0.1 ? "%.1f %%" : "%,.0f %%", 100 * value));

  private final DoubleFunction<String> shown;

  Unit(DoubleFunction<String> shown) {
    this.shown = shown;
  }

  /** In few digits. */
  String show(double value) {
    return shown.apply(value);
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String scaled(double value, double step, String... units) {
    int unit = 0;
    double scaled = value;
    while (Math.round(scaled) >= step && unit < units.length - 1) {
      scaled /= step;
      unit++;
    }
    return format(unit > 0 && scaled < 9.95 ? "%.1f %s" : "%,.0f %s", scaled, units[unit]);
  }

  private static String time(double seconds) {
    if (seconds == Double.POSITIVE_INFINITY) {
      return "never";
    }
    if (seconds < 0.095) {
      return "<0.1 s";
    }
    if (seconds < 300) {
      return format(seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 6000 ? format("%.0f min", seconds / 60) : format("%.1f h", seconds / 3600);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
