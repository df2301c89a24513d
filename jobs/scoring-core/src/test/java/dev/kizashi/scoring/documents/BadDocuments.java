package dev.kizashi.scoring.documents;

import java.util.List;
import java.util.stream.Stream;

/**
 * Documents that are wrong, each with everything that must be said of it. Whether the published
 * JSON Schema sees it too is part of the case: it knows structure, not what names refer to.
 */
final class BadDocuments {
  private BadDocuments() {}

  record Case(boolean isModel, boolean seenBySchema, String yaml, List<String> problems) {
    @Override
    public String toString() {
      return problems.get(0);
    }
  }

  static Stream<Case> all() {
    return Stream.concat(catalogues(), models());
  }

  private static Stream<Case> catalogues() {
    return Stream.of(
        structural(
            """
            signals:
              pricing:
                on: page_view
                wehre: {path: "/pricing*"}
            """,
            "4:5: unknown key \"wehre\"; did you mean \"where\"?"),
        structural(
            """
            signals:
              pricing:
                where: {path: "/pricing*"}
            """,
            "3:5: pricing needs the key \"on\""),
        structural("signals: {a: {on: []}}\n", "1:19: on must not be empty"),
        structural("signals: {a: {on: {x: y}}}\n", "1:19: on needs a list, not a map"),
        structural("signals: {a: {on: ~}}\n", "1:19: on needs a text, not nothing"),
        structural("signals: [a]\n", "1:10: signals needs a map, not a list"),
        structural(
            "signals: {\"a b\": {on: x}, -c: {on: x}}\n",
            "1:11: \"a b\" is no name: up to 64 letters, digits, '-', '_' and '.', the first a"
                + " letter or digit",
            "1:27: \"-c\" is no name: up to 64 letters, digits, '-', '_' and '.', the first a"
                + " letter or digit"),
        structural(
            """
            signals:
              a:
                on: x
                where:
                  path: {glop: "/p*"}
                  host: [a.example]
                  type: {}
                  title: {in: []}
                  dwell_seconds: {at_least: twenty, between: [1]}
                  ip: {between: 7, in: x}
            """,
            "5:13: path needs a matcher: glob, prefix, equals, matches, in, at_least, at_most,"
                + " between",
            "5:14: unknown key \"glop\"; did you mean \"glob\"?",
            "6:13: host needs a glob or a map of matchers, such as {in: [a, b]}",
            "7:13: type needs a matcher: glob, prefix, equals, matches, in, at_least, at_most,"
                + " between",
            "8:19: in must not be empty",
            "9:33: at_least needs a number, not \"twenty\"",
            "9:50: between needs two numbers, [least, most]",
            "10:21: between needs a list, not \"7\"",
            "10:28: in needs a list, not \"x\""),
        semantic(
            "signals: {a: {on: x, where: {n: {at_least: 3, at_most: 2}, m: {between: [2, 1]}}}}\n",
            "1:56: no number is at least 3.0 and at most 2.0",
            "1:73: no number is at least 2.0 and at most 1.0"),
        semantic(
            """
            signals:
              a:
                on: x
                where:
                  path: {matches: "/(a"}
                  host: {matches: "((a{999}){999}){999}"}
                when: evnt.country == "JP"
              b: {on: x, when: 1 + 1}
              c: {on: x, when: 'event.path.getClass() == null'}
            """,
            "5:23: matches is no RE2 expression: missing closing )",
            "6:23: matches is no RE2 expression: its repetitions multiply to too large a program",
            "7:11: when is no guard: undeclared reference to 'evnt' (in container '') at 1:1 of the"
                + " expression",
            "8:20: when is no guard: expected type 'bool' but found 'int' at 1:3 of the expression",
            "9:20: when is no guard: undeclared reference to 'getClass' (in container '') at 1:20"
                + " of the expression"),
        semantic(
            "signals: {s-8u4: {on: x}, s-8yv: {on: x}}\n",
            "1:27: \"s-8yv\" has the same 32-bit id as \"s-8u4\": rename one of them"),
        structural(
            """
            signals: {}
            dedupe_window: 48
            exclude:
              machine_open: yes
              adresses: ["10.0.0.0/8"]
            """,
            "2:16: dedupe_window needs a duration with a unit of ms, s, m (minutes), h, d or w, not"
                + " \"48\"",
            "4:17: machine_open needs true or false, not \"yes\"",
            "5:3: unknown key \"adresses\"; did you mean \"addresses\"?"),
        structural(
            "signals: {}\ndedupe_window: 2days\n",
            "2:16: dedupe_window needs a duration with a unit of ms, s, m (minutes), h, d or w, not"
                + " \"2days\""),
        structural(
            "signals: {}\ndedupe_window: -2d\n",
            "2:16: dedupe_window needs a duration such as 48h, not \"-2d\""),
        semantic(
            "signals: {}\ndedupe_window: 99999999999999999999d\n",
            "2:16: dedupe_window is longer than a century"),
        semantic(
            "signals: {}\nexclude: {addresses: [10.0.0.0/33, example.com, \"::/129\"]}\n",
            "2:23: \"10.0.0.0/33\" is no address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32",
            "2:36: \"example.com\" is no address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32",
            "2:49: \"::/129\" is no address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32"),
        structural(
            """
            signals: {}
            exclude:
              bursts:
                - {reason: R, on: clicked, same: message_id, within: 2s}
                - {reason: R, on: clicked, same: message_id, within: 2s, count: 3, after: delivered}
                - {reason: R, on: clicked, same: message_id, within: 2s, count: 0}
                - {reason: R, on: clicked, within: 2s, count: 257}
            """,
            "4:7: a burst rule needs either count or after",
            "5:7: a burst rule needs either count or after",
            "6:69: count must be at least 1, not 0",
            "7:7: bursts needs the key \"same\"",
            "7:51: count must be at most 256, the events remembered of a lead"));
  }

  private static Stream<Case> models() {
    return Stream.of(
        raw(
            true,
            "{}\n",
            "1:1: model.yaml needs the key \"model\"",
            "1:1: model.yaml needs the key \"version\"",
            "1:1: model.yaml needs the key \"signals_version\""),
        raw(
            true,
            "model: m\nversion: 0\nsignals_version: \"1\"\n",
            "2:10: version must be at least 1, not 0",
            "3:18: signals_version needs an integer, not \"1\""),
        modelCase(
            true,
            """
            categories: {web: {floor: 1, ceiling: -1}}
            engagement: {min: 1, max: .nan}
            """,
            "1:27: a floor must be at most 0: a category starts there",
            "1:39: a ceiling must be at least 0: a category starts there",
            "2:19: engagement's min must be at most 0: a lead starts there",
            "2:27: max must be finite"),
        modelCase(
            false, "engagement: {min: -5, max: -6}\n", "1:28: engagement's max is below its min"),
        modelCase(
            true,
            """
            categories: {web: {}, intent: {}}
            scoring:
              a: {category: wbe, points: 1}
              b: {category: mail, points: ten}
              c: {category: web, points: 1, half_life: 0s, cap: 0/day}
              d: {category: web, points: 1, cap: 1/dya, halflife: 2d}
              e: {category: web, cap: one a day}
              f: {category: web, points: 1, cap: 1/month}
            """,
            "3:17: \"wbe\" is no category; did you mean \"web\"?",
            "4:17: \"mail\" is no category; there are web, intent",
            "4:31: points needs a number, not \"ten\"",
            "5:44: half_life must be longer than 0",
            "5:53: a cap is at least 1; give the signal 0 points to count it for nothing",
            "6:38: \"dya\" is no window of a cap; did you mean \"day\"?",
            "6:45: unknown key \"halflife\"; did you mean \"half_life\"?",
            "7:6: e needs the key \"points\"",
            "7:27: cap needs <integer>/<window> such as 1/day, not \"one a day\"",
            "8:38: \"month\" is no window of a cap; there are hour, day, week, asset, lead"),
        modelCase(
            false,
            "time_zone: Asia/Tokio\n",
            "1:12: \"Asia/Tokio\" is no IANA time zone; did you mean \"Asia/Tokyo\"?"),
        modelCase(false, "time_zone: Mars\n", "1:12: \"Mars\" is no IANA time zone"),
        modelCase(
            false,
            "effective_from: 2026-01-01\n",
            "1:17: effective_from needs an instant with Z or an offset, such as"
                + " 2026-01-01T00:00:00Z, not \"2026-01-01\""),
        modelCase(
            true,
            "role: champoin\nretention: 0d\nemit: {min_change: -1}\n",
            "1:7: \"champoin\" is no role; did you mean \"champion\"?",
            "2:12: retention must be longer than 0",
            "3:20: min_change must not be negative"),
        modelCase(
            true,
            """
            fit:
              criteria:
                - {attribute: seniority, choices: [{points: 5}, {in: [vp], poins: 4}]}
                - {choices: []}
              grades: {A: 75, B: high}
            """,
            "3:40: choices needs a matcher: glob, prefix, equals, matches, in, at_least, at_most,"
                + " between",
            "3:53: choices needs the key \"points\"",
            "3:64: unknown key \"poins\"; did you mean \"points\"?",
            "4:7: criteria needs the key \"attribute\"",
            "5:22: B needs a number, not \"high\""),
        modelCase(
            false, "fit: {grades: {A: 75, B: 75}}\n", "1:26: grades A and B have the same bound"),
        modelCase(
            true,
            """
            temperatures:
              - {name: cold, enter: 0}
              - {name: warm, enter: 30}
            """,
            "2:25: the first temperature is where leads start: it has no enter",
            "3:5: temperatures needs the key \"exit\""),
        modelCase(
            false,
            """
            temperatures:
              - {name: cold}
              - {name: warm, enter: 30, exit: 30}
              - {name: hot, enter: 30, exit: 20}
              - {name: warm, enter: 90, exit: 80}
            """,
            "3:35: exit must be below enter",
            "4:24: enter must rise from one temperature to the next",
            "4:34: exit must rise from one temperature to the next",
            "5:12: two temperatures are named \"warm\""),
        modelCase(true, "temperatures: []\n", "1:15: a model has at least one temperature"),
        modelCase(
            false,
            """
            fit: {grades: {A: 75, B: 50}}
            temperatures: [{name: cold}, {name: warm, enter: 30, exit: 20}]
            lifecycle:
              recycle: {reset: true}
              qualify:
                - {temperature: wram}
                - {grade: [A, C]}
                - {label: [A1, B3, -1, B0]}
            """,
            "6:21: \"wram\" is no temperature; did you mean \"warm\"?",
            "7:19: \"C\" is no grade; there are A, B",
            "8:20: \"B3\" is no label; there are A1, A2, B1, B2, -1, -2",
            "8:28: \"B0\" is no label; there are A1, A2, B1, B2, -1, -2"),
        modelCase(
            true,
            """
            lifecycle:
              qualify: [{}]
              recycle: {reset: true, cooloff: 7d}
              rejected: {default: nurture, reasons: {competitor: disqualifed}}
              stages:
                mqls: {stagnation: 14d}
                sal: {sla: {hours: busines}}
            """,
            "2:13: a clause needs one of temperature, grade, label, signal",
            "3:26: unknown key \"cooloff\"; did you mean \"cool_off\"?",
            "4:23: \"nurture\" is no stage to reject to; there are recycled, disqualified",
            "4:54: \"disqualifed\" is no stage to reject to; did you mean \"disqualified\"?",
            "6:5: \"mqls\" is no lifecycle stage; did you mean \"mql\"?",
            "7:16: sla needs warn or breach",
            "7:24: \"busines\" is no kind of hours; did you mean \"business\"?"),
        modelCase(
            true,
            """
            business_hours: {days: [mon, tues], holidays: [01/01/2026]}
            """,
            "1:30: \"tues\" is no day; did you mean \"tue\"?",
            "1:48: holidays needs dates such as 2026-01-01, not \"01/01/2026\""),
        modelCase(
            false,
            "business_hours: {from: 18:00, to: 09:00}\n",
            "1:35: business hours close at 09:00, not after they open at 18:00"),
        modelCase(
            false,
            "business_hours: {from: 9am}\n",
            "1:24: from needs a time such as \"09:00\", not \"9am\""),
        modelCase(
            false,
            """
            business_hours: {days: [mon], from: 09:00, to: 09:01}
            lifecycle: {stages: {mql: {sla: {breach: 9h, hours: business}}}}
            """,
            "2:42: breach does not end within ten years of business hours"),
        modelCase(
            true,
            """
            alerts:
              hot: {on: {temperature: cold, quiet: 3d}}
              none: {on: {}}
              mql: {on: {lifecycle: mlq}, audience: [lead, lost]}
              sla: {on: {sla: [warn, broken]}}
              still: {on: {stagnation: false}}
              quiet: {on: {quiet: 0d}, sla: {hours: business}, cool_down: 1d}
              without: {priority: high}
            """,
            "2:13: on needs exactly one of temperature, lifecycle, signal, sla, stagnation, quiet,"
                + " withdrawn_evidence",
            "3:14: on needs exactly one of temperature, lifecycle, signal, sla, stagnation, quiet,"
                + " withdrawn_evidence",
            "4:25: \"mlq\" is no lifecycle stage; did you mean \"mql\"?",
            "4:48: \"lost\" is no lifecycle stage; there are lead, mql, sal, sql, customer,"
                + " recycled, disqualified",
            "5:19: warning: never raised: no stage of its audience has an sla with warn",
            "5:26: \"broken\" is no part of an sla; there are warn, breach",
            "6:28: stagnation is true or left out",
            "7:23: quiet must be longer than 0",
            "7:33: sla needs the key \"respond\"",
            "7:52: unknown key \"cool_down\"; did you mean \"cooldown\"?",
            "8:12: without needs the key \"on\""),
        modelCase(
            false,
            """
            temperatures: [{name: cold}, {name: hot, enter: 30, exit: 20}]
            alerts:
              hot: {on: {temperature: hott}}
              two: {on: {signal: [a, "b|c"]}}
            """,
            "3:27: \"hott\" is no temperature; did you mean \"hot\"?",
            "4:26: \"b|c\" is no name: up to 64 letters, digits, '-', '_' and '.', the first a"
                + " letter or digit"));
  }

  /** Texts that no schema gets to see. */
  static Stream<Case> notYaml() {
    return Stream.of(
        raw(false, "", "1:1: the document is empty"),
        raw(false, "model: a: b\n", "1:9: not YAML: mapping values are not allowed here"),
        raw(false, "model: [a\n", "2:1: not YAML: expected ',' or ']', but got <stream end>"),
        raw(false, "model: m\n---\nmodel: n\n", "2:1: not YAML: but found another document"),
        raw(false, "model: *m\n", "1:8: not YAML: found undefined alias m"),
        raw(
            false,
            "model: m\nrole: \u0001\n",
            "2:7: not YAML: the character U+0001 is not allowed"),
        raw(
            false,
            "model: !!java.net.URL x\n",
            "1:8: tags such as \"tag:yaml.org,2002:java.net.URL\" are not used here"),
        raw(false, "a: &a {b: 1}\nc: {<<: *a}\n", "2:5: YAML 1.2 has no merge keys (<<)"),
        raw(false, "[".repeat(21), "1:21: nested deeper than 20 levels"),
        raw(false, "a: &a [*a]\n", "1:4: aliases expand the document beyond its bounds"),
        raw(false, "#".repeat(256 * 1024 + 1), "1:1: a document has at most 256 KiB"),
        raw(
            false,
            "model: m\nversion: 1\nsignals_version: 1\nversion: 2\n? [a]\n: b\n",
            "4:1: the key \"version\" stands here twice",
            "5:3: a key needs a text, not a list"));
  }

  private static Case structural(String yaml, String... problems) {
    return new Case(false, true, yaml + "version: 1\n", List.of(problems));
  }

  private static Case semantic(String yaml, String... problems) {
    return new Case(false, false, yaml + "version: 1\n", List.of(problems));
  }

  private static Case modelCase(boolean seenBySchema, String yaml, String... problems) {
    return raw(seenBySchema, yaml + "model: m\nversion: 1\nsignals_version: 1\n", problems);
  }

  private static Case raw(boolean seenBySchema, String yaml, String... problems) {
    return new Case(true, seenBySchema, yaml, List.of(problems));
  }
}
