package dev.kizashi.cli.plan;

/**
 * Something of which one job can have only so much.
 *
 * @param key in the JSON
 * @param load what is asked of it, as a share of what there can be; above 1 it breaks
 * @param sign by what one would see it coming, a metric of docs/metrics.md first
 */
record Limit(String key, String label, double load, String sign) {
  boolean isKept() {
    return load <= 1;
  }
}
