package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.events.LeadScore;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ledger without a trail: nobody wrote down what became of a record or in which order a lead was
 * judged, so only what does not depend on that can be held against anything: the engagement of the
 * last score of each lead, worked out from all its facts, its fit, grade and account. Of a lead
 * whose score does depend on it nothing is said unless it agrees.
 *
 * <p>A score is written only when it is news, so facts may have come after the last one; then the
 * engagement as of the latest event has to lie within {@code min_change} of it. Events that were
 * delivered more than once are taken once; where a copy came so late that the engine may have
 * counted it, nothing can be said.
 */
final class FinalScores {
  private static final double TOLERANCE = 1e-9;
  private static final int LEADS_A_REPORT = 200;
  private static final String ORDERED =
      "leads whose score depends on the order of arrival: recycled with a fresh start, or with bursts to be found";

  private final Ledger ledger;
  private final Reading reading;
  private final Versions versions;
  private final Findings findings;
  private final Consumer<String> progress;

  private final Map<String, List<Arrival>> arrivals = new HashMap<>();
  private final OtherNames names = new OtherNames();

  /** One usable record of a lead. */
  private record Arrival(InputTopic topic, Logged record, String eventId, long occurredAt) {}

  FinalScores(
      Ledger ledger,
      Reading reading,
      Versions versions,
      Findings findings,
      Consumer<String> progress) {
    this.ledger = ledger;
    this.reading = reading;
    this.versions = versions;
    this.findings = findings;
    this.progress = progress;
  }

  void run() {
    Set<Place> untimely = untimely();
    for (Partition partition : ledger.inputs()) {
      if (partition.topic() == InputTopic.LEAD_TRANSFERS) {
        continue;
      }
      for (Logged record : partition.records()) {
        if (untimely.contains(new Place(partition.topic(), partition.number(), record.offset()))) {
          continue;
        }
        reading
            .input(partition.topic(), record.value())
            .fold(
                behaviour -> file(behaviour.event(), record),
                crm -> {
                  names.learn(crm);
                  return file(
                      crm.leadId(),
                      new Arrival(partition.topic(), record, crm.eventId(), crm.occurredAt()));
                },
                unusable -> null);
      }
      findings.checked(Checked.RECORDS, partition.records().size());
    }
    Map<String, LeadScore> last = lastScores();
    Set<String> leads = new HashSet<>(arrivals.keySet());
    leads.addAll(last.keySet());
    long done = 0;
    for (String leadId : leads) {
      if (done++ % LEADS_A_REPORT == 0) {
        progress.accept("scoring leads: %d of %d".formatted(done, leads.size()));
      }
      check(leadId, arrivals.getOrDefault(leadId, List.of()), last.get(leadId));
    }
  }

  /** What was quarantined by a clock that nobody can read again. */
  private Set<Place> untimely() {
    return ledger.deadLetters().stream()
        .filter(
            letter ->
                DeadLetterReason.FUTURE_TIMESTAMP.name().equals(letter.reason())
                    || DeadLetterReason.PAST_TIMESTAMP.name().equals(letter.reason()))
        .map(DeadLetter::place)
        .collect(Collectors.toSet());
  }

  private Void file(Event event, Logged record) {
    names.learn(event);
    Optional<String> named = LeadIdentity.leadOf(event);
    boolean mayReach =
        named.isPresent()
            && versions.cataloguesAt(event.occurredAt()).stream()
                .anyMatch(it -> it.reachesItsLead(event, it.signals(event)));
    return mayReach
        ? file(named.get(), new Arrival(event.topic(), record, event.eventId(), event.occurredAt()))
        : null;
  }

  private Void file(String leadId, Arrival arrival) {
    arrivals.computeIfAbsent(leadId, it -> new ArrayList<>()).add(arrival);
    return null;
  }

  private Map<String, LeadScore> lastScores() {
    Map<String, LeadScore> last = new HashMap<>();
    for (Logged logged : ledger.outputs().getOrDefault(OutputTopic.LEAD_SCORES, List.of())) {
      if (logged.value() == null) {
        last.remove(logged.leadId());
        continue;
      }
      LeadScore score = (LeadScore) reading.output(OutputTopic.LEAD_SCORES, logged.value());
      if (score == null) {
        findings.differs(logged.leadId(), 0, "lead-scores @" + logged.offset(), "a record", "none");
      } else {
        last.merge(logged.leadId(), score, (a, b) -> b.getSequence() >= a.getSequence() ? b : a);
      }
    }
    return last;
  }

  private void check(String leadId, List<Arrival> history, LeadScore found) {
    if (!names.isPlain(leadId)) {
      findings.unproven("leads that may have come under other names as well");
      return;
    }
    findings.checked(Checked.LEADS, 1);
    if (found == null) {
      findings.differs(Kind.MISSING, leadId, 0, "final score");
      return;
    }
    String name =
        Versions.name(found.getModel(), found.getModelVersion(), found.getSignalsVersion());
    Optional<Version> version = versions.named(name);
    if (version.isEmpty()) {
      findings.unproven(
          "leads judged under %s, whose documents are not on scoring-config".formatted(name));
      return;
    }
    if (history.isEmpty()) {
      findings.differs(Kind.WITHOUT_CAUSE, leadId, found.getSequence(), "final score");
      return;
    }
    long asOf = found.getAsOf().toEpochMilli();
    NaiveLead then = lead(leadId, version.get(), history, asOf);
    NaiveLead now = lead(leadId, version.get(), history, Long.MAX_VALUE);
    long latest = Math.max(asOf, now.clock().orElse(asOf));
    double minChange = version.get().model().minChange();
    boolean ordered = dependsOnOrder(history, version.get());
    if (Comparison.agree(then.engagement(asOf), found.getEngagement(), TOLERANCE)
        || Comparison.agree(now.engagement(asOf), found.getEngagement(), TOLERANCE)) {
      findings.checked(Checked.FINAL_SCORES, 1);
    } else if (Math.abs(now.engagement(latest) - found.getEngagement()) < minChange) {
      findings.checked(Checked.FINAL_SCORES_NEARLY, 1);
    } else if (ordered) {
      findings.unproven(ORDERED);
      return;
    } else if (isRepeated(history)) {
      findings.unproven("leads whose events came more than once, at most one of which may count");
    } else {
      findings.differs(
          leadId,
          found.getSequence(),
          "final score engagement",
          now.engagement(asOf),
          found.getEngagement());
    }
    LeadScored naive = now.score(latest);
    if (ordered && (naive.fit() != found.getFit())) {
      findings.unproven(ORDERED);
      return;
    }
    same(leadId, found, "fit", naive.fit(), found.getFit());
    same(leadId, found, "grade", naive.grade(), found.getGrade());
    same(leadId, found, "account_id", naive.accountId(), found.getAccountId());
  }

  /** A change of these is always news. */
  private void same(String leadId, LeadScore score, String field, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      findings.differs(leadId, score.getSequence(), "final score " + field, expected, found);
    }
  }

  /** Everything that occurred by an instant, in that order, each event once. */
  private NaiveLead lead(String leadId, Version version, List<Arrival> history, long until) {
    NaiveLead lead = new NaiveLead(leadId, version.model(), version.matching(), Account::ofAddress);
    Set<String> taken = new HashSet<>();
    history.stream()
        .filter(arrival -> arrival.occurredAt() <= until)
        .sorted(Comparator.comparingLong(Arrival::occurredAt))
        .filter(arrival -> taken.add(arrival.eventId()))
        .forEach(arrival -> take(lead, version, arrival));
    return lead;
  }

  private void take(NaiveLead lead, Version version, Arrival arrival) {
    Decoded decoded = reading.input(arrival.topic(), arrival.record().value());
    decoded.fold(
        behaviour -> {
          NaiveMatching inForce = versions.inForceAt(arrival.occurredAt(), version).matching();
          return lead.event(behaviour.event(), inForce);
        },
        crm -> lead.crm(crm.eventId(), crm.occurredAt(), crm.update()),
        unusable -> null);
  }

  /** Where a recycling cuts, and whether a burst was evident in time, only the trail could tell. */
  private boolean dependsOnOrder(List<Arrival> history, Version version) {
    Set<String> watched =
        version.matching().catalogue().exclude().bursts().stream()
            .flatMap(rule -> Stream.concat(rule.on().stream(), rule.after().stream()))
            .collect(Collectors.toSet());
    return history.stream()
        .map(arrival -> reading.input(arrival.topic(), arrival.record().value()))
        .anyMatch(
            decoded ->
                decoded.fold(
                    behaviour -> watched.contains(behaviour.event().type()),
                    crm -> version.model().lifecycle().recycleResets() && mayRecycle(crm.update()),
                    unusable -> false));
  }

  private static boolean mayRecycle(CrmUpdate update) {
    return switch (update.kind()) {
      case REJECTED, LOST, CHURNED, STAGE_SET -> true;
      default -> false;
    };
  }

  private static boolean isRepeated(List<Arrival> history) {
    return history.stream().map(Arrival::eventId).distinct().count() < history.size();
  }
}
