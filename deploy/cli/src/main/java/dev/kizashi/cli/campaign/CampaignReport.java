package dev.kizashi.cli.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.campaign.Campaign.Outcome;
import dev.kizashi.cli.campaign.Campaign.Struck;
import dev.kizashi.local.Machine;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a campaign came to, for a person or a machine. */
final class CampaignReport {
  private final Outcome outcome;

  CampaignReport(Outcome outcome) {
    this.outcome = outcome;
  }

  void print(Terminal terminal) {
    terminal.table(recoveries());
    terminal.line("");
    terminal.line(
        "%,d events, %,d records that nobody can read and %d more versions of the model were sent in %s."
            .formatted(
                outcome.sent(), outcome.poisoned(), outcome.models(), words(outcome.took())));
    terminal.line("");
    outcome.audit().print(terminal);
    terminal.line("");
    terminal.line(givenUp());
    outcome.givenUp().lost().forEach(line -> terminal.line("Not committed: " + line));
    outcome.readersDiffer().forEach(line -> terminal.line("Two readers differ: " + line));
    terminal.line(outcome.isFlawless() ? terminal.green(verdict()) : terminal.red(verdict()));
  }

  private String givenUp() {
    return "The sink would not commit %d transactions again; %s."
        .formatted(
            outcome.givenUp().transactions().size(),
            outcome.givenUp().lost().isEmpty()
                ? "the coordinator has all of them as committed"
                : "%d of them cannot be shown to be committed"
                    .formatted(outcome.givenUp().lost().size()));
  }

  /** By kind: how many there were, and how long it took the job to make a checkpoint again. */
  private List<List<String>> recoveries() {
    Map<Fault, List<Duration>> byKind = new EnumMap<>(Fault.class);
    for (Struck struck : outcome.struck()) {
      byKind.computeIfAbsent(struck.fault(), it -> new ArrayList<>()).add(struck.recovery());
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("fault", "times", "median s", "longest s"));
    byKind.forEach(
        (fault, took) -> {
          List<Duration> sorted = took.stream().sorted().toList();
          rows.add(
              List.of(
                  fault.words(),
                  String.valueOf(sorted.size()),
                  seconds(sorted.get(sorted.size() / 2)),
                  seconds(sorted.get(sorted.size() - 1))));
        });
    return rows;
  }

  private static String seconds(Duration duration) {
    return "%.1f".formatted(duration.toMillis() / 1000.0);
  }

  private static String words(Duration duration) {
    return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  String verdict() {
    String what =
        "seed %d, %d faults, %s"
            .formatted(
                outcome.plan().seed(), outcome.struck().size(), outcome.plan().control().words());
    if (outcome.isFlawless()) {
      return "Nothing lost, nothing twice, all %,d records accounted for: %s."
          .formatted(outcome.audit().records(), what);
    }
    return "Not flawless: %d differences, %,d of %,d records, %d partitions read differently, %d transactions not committed: %s."
        .formatted(
            outcome.audit().differences(),
            outcome.audit().records(),
            outcome.sent() + outcome.poisoned(),
            outcome.readersDiffer().size(),
            outcome.givenUp().lost().size(),
            what);
  }

  /** The same as a page. */
  String markdown(String command) {
    StringBuilder page = new StringBuilder();
    page.append("# Campaign, seed %d%n%n    %s%n%n".formatted(outcome.plan().seed(), command));
    page.append("%s%n%n%s%n%n".formatted(Machine.here().inWords() + ".", verdict()));
    page.append(
        "%,d events, %,d records that nobody can read, %d more versions of the model; %s in all.%n%n"
            .formatted(
                outcome.sent(), outcome.poisoned(), outcome.models(), words(outcome.took())));
    List<List<String>> rows = recoveries();
    page.append("| %s |%n".formatted(String.join(" | ", rows.get(0))));
    page.append("| --- | ---: | ---: | ---: |%n".formatted());
    rows.stream()
        .skip(1)
        .forEach(row -> page.append("| %s |%n".formatted(String.join(" | ", row))));
    page.append("%nTo be read: until the job had made a checkpoint again.%n%n".formatted());
    page.append(
        "%s%n%n%s%n%n%s%n%n"
            .formatted(outcome.audit().verdict(), outcome.audit().limits(), givenUp()));
    page.append("| at (UTC) | fault | whom | s |%n| --- | --- | --- | ---: |%n".formatted());
    for (Struck struck : outcome.struck()) {
      page.append(
          "| %tT | %s | %s | %s |%n"
              .formatted(
                  struck.at().atOffset(ZoneOffset.UTC),
                  struck.fault().words(),
                  struck.whom(),
                  seconds(struck.recovery())));
    }
    return page.toString();
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("seed", outcome.plan().seed())
            .put("control", outcome.plan().control().name())
            .put("flawless", outcome.isFlawless())
            .put("verdict", verdict())
            .put("events", outcome.sent())
            .put("unreadable", outcome.poisoned())
            .put("models", outcome.models())
            .put("seconds", outcome.took().toSeconds());
    ArrayNode faults = json.putArray("faults");
    for (Struck struck : outcome.struck()) {
      faults
          .addObject()
          .put("at", struck.at().toString())
          .put("fault", struck.fault().name())
          .put("whom", struck.whom())
          .put("recovery_ms", struck.recovery().toMillis());
    }
    ArrayNode readers = json.putArray("readers_differ");
    outcome.readersDiffer().forEach(readers::add);
    json.put("transactions_given_up", outcome.givenUp().transactions().size());
    ArrayNode lost = json.putArray("transactions_lost");
    outcome.givenUp().lost().forEach(lost::add);
    json.set("audit", outcome.audit().json());
    return json;
  }
}
