package dev.kizashi.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Difference;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.events.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an audit found, for a person or a machine. */
public final class AuditReport {
  private static final List<Fate> FATES =
      Arrays.stream(Fate.values())
          .filter(fate -> fate != Fate.UNKNOWN && fate != Fate.FOLLOWED)
          .toList();

  private final Findings findings;
  private final JudgedBy by;
  private final boolean trailed;

  /**
   * @param by whom leads were judged again
   * @param trailed whether there was a trail to go by
   */
  AuditReport(Findings findings, JudgedBy by, boolean trailed) {
    this.findings = findings;
    this.by = by;
    this.trailed = trailed;
  }

  /** How many there are. */
  public long differences() {
    return findings.differences();
  }

  /** Whether something can be said of every lead and record. */
  public boolean isForAll() {
    return findings.unproven().isEmpty();
  }

  /** How many input records there are, what moves between leads aside. */
  public long records() {
    return findings.count(Checked.RECORDS);
  }

  public void print(Terminal terminal) {
    if (trailed) {
      terminal.table(fates(terminal));
      terminal.line("");
    }
    terminal.table(
        Arrays.stream(Checked.values())
            .filter(what -> findings.count(what) > 0)
            .map(what -> List.of(what.words(), String.valueOf(findings.count(what))))
            .toList());
    for (Kind kind : Kind.values()) {
      if (findings.differences(kind) > 0) {
        terminal.line(
            terminal.red("different, " + kind.words() + ": " + findings.differences(kind)));
      }
    }
    findings.first().forEach(difference -> terminal.line("  " + difference));
    long more = findings.differences() - findings.first().size();
    if (more > 0) {
      terminal.line("  … and " + more + " more");
    }
    findings
        .unproven()
        .forEach(
            (why, count) -> terminal.line(terminal.yellow("not replayed: " + count + " " + why)));
    terminal.line("");
    terminal.line(
        findings.differences() > 0
            ? terminal.red(verdict())
            : findings.unproven().isEmpty() ? terminal.green(verdict()) : verdict());
    terminal.line(terminal.dim(limits()));
  }

  private List<List<String>> fates(Terminal terminal) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        Stream.concat(Stream.of("topic"), FATES.stream().map(AuditReport::words))
            .map(terminal::bold)
            .toList());
    findings
        .records()
        .forEach(
            (topic, fates) ->
                rows.add(
                    Stream.concat(
                            Stream.of(topic.topicName()),
                            FATES.stream()
                                .map(fate -> String.valueOf(fates.getOrDefault(fate, 0L))))
                        .toList()));
    return rows;
  }

  private static String words(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What is proven, in one sentence. */
  public String verdict() {
    if (findings.differences() > 0) {
      return "What stands on the cluster is not what %s: %d differences."
          .formatted(by.says(), findings.differences());
    }
    String what =
        trailed
            ? "each of %d input records stands in the trail once with the fate it must have, and %d leads, judged again one by one in the order of the trail, come to exactly these %d stage changes, %d alerts and %d scores, and to %d transfers between them%s: so %s."
                .formatted(
                    findings.count(Checked.RECORDS),
                    findings.count(Checked.LEADS),
                    findings.count(Checked.STAGE_CHANGES),
                    findings.count(Checked.ALERTS),
                    findings.count(Checked.SCORES),
                    findings.count(Checked.TRANSFERS),
                    onTheirWay(),
                    by.says())
            : "the last scores of %d leads are what all their events come to: engagement exactly for %d, within min_change for %d, fit, grade and account."
                .formatted(
                    findings.count(Checked.LEADS),
                    findings.count(Checked.FINAL_SCORES),
                    findings.count(Checked.FINAL_SCORES_NEARLY));
    return (findings.unproven().isEmpty() ? "Proven: " : "Proven, but not for all: ") + what;
  }

  private String onTheirWay() {
    long onTheirWay = findings.count(Checked.ON_THEIR_WAY);
    return onTheirWay == 0 ? "" : " (%d more on their way)".formatted(onTheirWay);
  }

  /** What is not proven, whatever was found. */
  public String limits() {
    return trailed
        ? "Not proven: that the clock of then called a record too early or too late; that time had passed far enough, or not, for a cooling after a lead's last record, to forget a visitor or that somebody was erased; when a task learned of a new model; earlier scores that compaction has taken. Order and versions are the trail's word. Events are decoded by the jobs' own decoder. "
            + by.limits()
        : "Without a trail that is all there is to prove: not that every record was judged once, nor temperatures, stage changes or alerts, which hang on the order of judgement. Run the job with audit.trail on to prove those.";
  }

  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("trail", trailed)
            .put("judged_by", by.name().toLowerCase(Locale.ROOT))
            .put("differences", findings.differences())
            .put("verdict", verdict())
            .put("limits", limits());
    ObjectNode records = json.putObject("records");
    findings
        .records()
        .forEach(
            (topic, fates) -> {
              ObjectNode counts = records.putObject(topic.topicName());
              fates.forEach((fate, count) -> counts.put(fate.name(), count));
            });
    ObjectNode checked = json.putObject("checked");
    for (Checked what : Checked.values()) {
      checked.put(what.name().toLowerCase(Locale.ROOT), findings.count(what));
    }
    ObjectNode unproven = json.putObject("not_replayed");
    findings.unproven().forEach(unproven::put);
    ArrayNode first = json.putArray("first_differences");
    for (Difference difference : findings.first()) {
      first
          .addObject()
          .put("kind", difference.kind().name())
          .put("where", difference.where())
          .put("sequence", difference.sequence())
          .put("what", difference.what())
          .put("expected", difference.expected())
          .put("found", difference.found())
          .put("judge", difference.judge());
    }
    return json;
  }
}
