package dev.kizashi.scoring.documents;

import dev.kizashi.scoring.documents.BadDocuments.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Documents without a problem, from the smallest to those that use every key. */
final class GoodDocuments {
  static final String EVERY_CATALOGUE_KEY =
      """
      version: 3
      dedupe_window: 36h
      signals:
        pricing-view:
          on: page_view
          where:
            path: "/pricing*"
            dwell_seconds: {at_least: 20, at_most: 600}
            plan: {in: [7, true, pro], prefix: p}
            code: 404
          when: 'event.country == "JP"'
          distinct_by: path
          profile: {plan: plan, country: query_country}
          label: "Viewed pricing"
        yes: {on: [on, off]}
        x: {on: y, where: {a: {equals: ""}, b: {matches: "a+"}, c: {between: [1, 2.5]}, d: {glob: "?"}}}
      exclude:
        known_crawlers: true
        user_agents: ["*bot*"]
        addresses: ["10.0.0.0/8", 192.0.2.7, "2001:db8::/32", "::ffff:10.0.0.0/104"]
        machine_open: true
        bursts:
          - {reason: CLICK_BURST, on: clicked, same: message_id, count: 3, within: 2s}
          - {reason: CLICK_AT_DELIVERY, on: clicked, after: delivered, same: message_id, within: 5s}
      """;

  static final String EVERY_MODEL_KEY =
      """
      model: b2b
      version: 7
      signals_version: 3
      effective_from: 2026-01-01T09:00:00.123456+09:00
      time_zone: Asia/Tokyo
      role: challenger
      retention: 100d
      emit: {min_change: 0.5}
      engagement: {min: -10, max: 100}
      categories: {web: {floor: -5, ceiling: 40}, intent: {}}
      scoring:
        pricing-view: {category: intent, points: 10, half_life: 14d, cap: 1/day}
        careers-view: {category: web, points: -1e1}
      fit:
        criteria:
          - attribute: seniority
            choices: [{in: [vp, director], points: 40}, {equals: manager, points: 25}, {glob: "*", points: 5}]
          - attribute: company_size
            choices: [{at_least: 100, at_most: 999, points: 3}]
        grades: {D: 0, A: 75, C: 25, B: 50}
      perishable: {budget: 90d, timeframe: 4w}
      temperatures: [{name: cold}, {name: warm, enter: 30, exit: 20}, {name: hot, enter: 70, exit: 50}]
      lifecycle:
        qualify:
          - {temperature: hot}
          - {grade: [A, B], temperature: warm}
          - {label: [A1, B1, "-1"]}
          - {signal: demo-request}
        rejected: {default: disqualified, reasons: {timing: recycled}}
        recycle: {reset: true, cool_off: 7d}
        stages:
          mql: {sla: {warn: 2h, breach: 4h, hours: business}, stagnation: 14d}
          sal: {sla: {breach: 2d}}
      business_hours: {days: [sat, sun], from: 10:00, to: "16:30", holidays: [2026-01-03]}
      alerts:
        hot: {on: {temperature: [warm, hot]}, audience: [lead, mql], cooldown: 7d, priority: high, sla: 4h}
        qualified: {on: {lifecycle: mql}}
        asked: {on: {signal: demo-request}, sla: {respond: 4h, hours: business}}
        slow: {on: {sla: breach}}
        stuck: {on: {stagnation: true}, audience: mql}
        quiet: {on: {quiet: 30d}}
        corrected: {on: {withdrawn_evidence: true}}
      """;

  private GoodDocuments() {}

  static Stream<Case> all() {
    return Stream.of(
        good(false, "{version: 1, signals: {}}"),
        good(false, EVERY_CATALOGUE_KEY),
        good(
            false,
            """
            version: 1
            signals:
              a: {on: &web [page_view, click]}
              b: {on: *web}
            """),
        good(false, shipped("signals.yaml")),
        good(true, "{model: m, version: 1, signals_version: 1}"),
        good(true, EVERY_MODEL_KEY),
        good(true, shipped("model.yaml")));
  }

  /** The very files that are shipped. */
  static String shipped(String name) {
    try {
      return Files.readString(Path.of("../../docs/models/b2b-default", name));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static Case good(boolean isModel, String yaml) {
    return new Case(isModel, false, yaml, List.of(yaml.lines().findFirst().orElseThrow()));
  }
}
