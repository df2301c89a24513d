package dev.kizashi.cli.savepoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a golden savepoint has to have at least one of: a case that is not in it shows nothing. */
public final class Coverage {
  private static final String LEADS = "lead-scoring/lead";
  private static final Map<String, Predicate<SavepointContents>> CASES = new LinkedHashMap<>();

  static {
    of("a lead that is merged into another", LEADS, "identity.movedTo: .+");
    of("what came with a merged lead", LEADS, "source \\d+: lead:.+");
    of("what came with a visitor", LEADS, "source \\d+: visitor:.+");
    of("a lead that began anew after its erasure", LEADS, "identity.refuses.+");
    of("an address of a lead", LEADS, "identity.addresses: .+");
    of("a stage", LEADS, "stage: MQL");
    of("a lead judged by another version than its catalogue's", LEADS, "modelVersion: 2");
    of("a recycled lead", LEADS, "recycledAt: .+");
    of("hours that no longer count", LEADS, "baseline: .+");
    of("a deadline that was missed", LEADS, "deadlinesRaised: .+");
    of("an alert on temperature", LEADS, "alerts.open: .+ground=TEMPERATURE.+");
    of("an alert on a signal", LEADS, "alerts.open: .+ground=SIGNAL.+");
    of("an alert for good", LEADS, "alerts.open: .+ground=FIRM.+");
    of("an alert that is over", LEADS, "alerts.entries: .+closedAt=.+");
    of("a second alert of a kind", LEADS, "alerts.entries: .+ordinal=2.+");
    of("a fact that came more than once", LEADS, "fact .+ x[2-9].*");
    of("a fact of a machine", LEADS, "fact .+ mark \\d.*");
    of("a fact that no score knows", LEADS, "fact .+ unreported \\d.*");
    of("a campaign", LEADS, "campaign .+");
    of("an event that is watched", LEADS, "event .+WatchedEvent.+");
    of("a profile", LEADS, "profile.attributes\\[.+");
    of("a lead to be looked at again", LEADS, "wakeAt: .+");
    of("a timer of a lead", "lead-scoring/timers instants", "\\d{4}-.+");
    of("a visitor who waits for a name", "visitors/visitor", "fact .+");
    of("what a visitor without a name said", "visitors/visitor", "said.attributes.+");
    of("a visitor with a name", "visitors/visitor", "namings.namings: .+leadId=.+");
    of(
        "a visitor named after the erased",
        "visitors/visitor",
        "namings.namings: Naming\\{at=[^,]+");
    of("a timer of a visitor", "visitors/timers user-timers", "\\d{4}-.+");
    of("an address that is claimed", "addresses/address", "owner: .+");
    of("an address that somebody went by", "addresses/address", "wentBy: true");
    of("a merge", "merges/links", "into: .+");
    of("a part", "merges/links", "parts: .+");
    of("the last order", "merges/orders", "\\d+");
    of("an erasure, for leads", "lead-scoring/erased", "RememberedErasure.+");
    of("an erasure, for the register", "merges/erased", "RememberedErasure.+");
    of("a secret", "lead-scoring/erasure-secret", "32 bytes");
    of("where time stands", "lead-scoring/silent-time", "\\[\\d{4}-.+");
    of("by what all are judged", "lead-scoring/swept", ".+");
    of("a document", "config-gate/accepted", "MODEL .+");
    of("the job's name", "transfer-reading/lineage", "[0-9a-f]{32}@\\d+");
    CASES.put(
        "a merge that was undone",
        contents ->
            contents.of("merges/links").values().stream()
                .anyMatch(
                    lines ->
                        lines.stream().anyMatch(line -> line.startsWith("recent: "))
                            && lines.stream().noneMatch(line -> line.startsWith("into: "))));
  }

  private Coverage() {}

  private static void of(String name, String state, String line) {
    Predicate<String> like = Pattern.compile(line).asMatchPredicate();
    CASES.put(
        name,
        contents -> contents.of(state).values().stream().flatMap(List::stream).anyMatch(like));
  }

  /** The cases of which there is none. */
  public static List<String> missing(SavepointContents contents) {
    return CASES.entrySet().stream()
        .filter(each -> !each.getValue().test(contents))
        .map(Map.Entry::getKey)
        .toList();
  }
}
