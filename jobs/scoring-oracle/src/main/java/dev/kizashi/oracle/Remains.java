package dev.kizashi.oracle;

import java.util.HashMap;
import java.util.Map;

/**
 * §8: what is remembered of an erased lead.
 *
 * @param erasedAt epoch millis: what occurred until then is refused
 * @param alerts how many alerts of each definition it had, by name
 */
record Remains(long erasedAt, Map<String, Long> alerts) {
  Remains {
    alerts = Map.copyOf(alerts);
  }

  boolean refuse(long occurredAt) {
    return occurredAt <= erasedAt;
  }

  /**
   * What remains when the lead is erased again.
   *
   * @param before null when it is the first time
   */
  static Remains of(long erasedAt, Map<String, Long> alerts, Remains before) {
    if (before == null) {
      return new Remains(erasedAt, alerts);
    }
    Map<String, Long> all = new HashMap<>(before.alerts);
    all.putAll(alerts);
    return new Remains(Math.max(erasedAt, before.erasedAt), all);
  }
}
