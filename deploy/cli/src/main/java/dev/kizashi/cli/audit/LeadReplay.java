package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.signals.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * One lead, judged again in the order in which it was judged.
 *
 * <p>What the trail says is taken for three things only: the order, the version that a judgement
 * was made under, and, from gaps in the numbers, how many of the lead's own instants the passing of
 * time had fired before an event arrived. Everything else is worked out and held against it. Where
 * trail and judge part, the rest of the lead hangs in the air: it is said once, and what came after
 * is not looked at.
 */
final class LeadReplay {
  private final Judge judge;
  private final Versions versions;
  private final Reading reading;
  private final Findings findings;
  private final String leadId;
  private final List<StageChange> stageChanges;
  private final List<SalesAlert> alerts;
  private final List<LeadScore> scores;

  private final List<Emission> said = new ArrayList<>();
  private ReplayedLead lead;
  private Version current;

  /** One input record of the lead. */
  record Arrival(Entry entry, Logged record) {}

  /**
   * @param judge who judges the lead again
   * @param found what the outputs say of the lead, in the order of their logs
   */
  LeadReplay(
      Judge judge,
      Versions versions,
      Reading reading,
      Findings findings,
      String leadId,
      FoundOutputs found) {
    this.judge = judge;
    this.versions = versions;
    this.reading = reading;
    this.findings = findings;
    this.leadId = leadId;
    this.stageChanges = found.stageChanges();
    this.alerts = found.alerts();
    this.scores = found.scores();
  }

  /** What the outputs say of one lead. */
  record FoundOutputs(
      List<StageChange> stageChanges, List<SalesAlert> alerts, List<LeadScore> scores) {}

  /**
   * Replays and compares.
   *
   * @param arrivals in the order of the trail
   */
  void run(List<Arrival> arrivals) {
    boolean whole = true;
    for (Arrival arrival : inOrder(arrivals)) {
      if (!take(arrival)) {
        whole = false;
        break;
      }
    }
    if (whole && lead != null) {
      fireTheRest();
    }
    compare(whole);
    findings.checked(Checked.LEADS, 1);
  }

  /** By sequence; a duplicate has none and stays behind what it stood behind. */
  private List<Arrival> inOrder(List<Arrival> arrivals) {
    record Numbered(long sequence, Arrival arrival) {}
    List<Numbered> numbered = new ArrayList<>();
    long last = 0;
    for (Arrival arrival : arrivals) {
      long sequence = arrival.entry().sequence();
      if (arrival.entry().fate() == Fate.DUPLICATE) {
        numbered.add(new Numbered(last, arrival));
        continue;
      }
      if (sequence <= last) {
        findings.differs(
            leadId, sequence, "order in the trail", "after sequence " + last, "before it");
      }
      last = Math.max(last, sequence);
      numbered.add(new Numbered(sequence, arrival));
    }
    numbered.sort(Comparator.comparingLong(Numbered::sequence));
    return numbered.stream().map(Numbered::arrival).toList();
  }

  private boolean take(Arrival arrival) {
    Entry entry = arrival.entry();
    return reading
        .input(entry.place().topic(), arrival.record().value())
        .fold(
            behaviour -> takeBehaviour(entry, behaviour.event()),
            crm -> takeCrm(entry, crm),
            unusable -> {
              fateDiffers(entry, Fate.DEAD_LETTER + " (" + unusable.reason() + ")");
              return false;
            });
  }

  private boolean takeBehaviour(Entry entry, Event event) {
    Optional<String> named = LeadIdentity.leadOf(event);
    if (named.isEmpty()) {
      fateDiffers(entry, Fate.ANONYMOUS.name());
      return false;
    }
    if (!isOfThisLead(entry, named.get()) || !prepare(entry)) {
      return false;
    }
    said.addAll(lead.event(event, versions.inForceAt(event.occurredAt(), current)));
    boolean suspect = lead.lastSuspect();
    if (suspect != entry.suspect()) {
      findings.differs(
          leadId, entry.sequence(), "suspect of " + entry.place(), suspect, entry.suspect());
    }
    return agrees(entry);
  }

  private boolean takeCrm(Entry entry, Decoded.Crm crm) {
    if (!isOfThisLead(entry, crm.leadId()) || !prepare(entry)) {
      return false;
    }
    said.addAll(lead.crm(crm));
    return agrees(entry);
  }

  private boolean isOfThisLead(Entry entry, String named) {
    if (named.equals(leadId)) {
      return true;
    }
    findings.differs(leadId, entry.sequence(), "lead_id of " + entry.place(), named, leadId);
    return false;
  }

  /** Brings the lead to where it was just before the entry. */
  private boolean prepare(Entry entry) {
    if (entry.fate() == Fate.DUPLICATE) {
      if (lead == null) {
        fateDiffers(entry, Fate.SCORED.name());
      }
      return lead != null;
    }
    Optional<Version> version = Optional.ofNullable(entry.detail()).flatMap(versions::named);
    if (version.isEmpty()) {
      findings.unproven(
          "leads judged under %s, whose documents are not on scoring-config"
              .formatted(entry.detail()));
      return false;
    }
    if (lead == null) {
      current = version.get();
      lead = judge.lead(leadId, current);
    }
    advance(entry.sequence() - 1, version.get());
    return true;
  }

  /** Fires instants and goes over to other versions until the numbers match, or cannot. */
  private void advance(long sequence, Version target) {
    while (lead.sequence() < sequence || current != target) {
      boolean underCurrent = current == target || saidUnderCurrent(lead.sequence() + 1);
      OptionalLong next = lead.nextInstant();
      if (lead.sequence() < sequence && underCurrent && next.isPresent()) {
        said.addAll(lead.timersUpTo(next.getAsLong()));
      } else if (current != target) {
        current = versions.next(current, target);
        said.addAll(lead.switchTo(current));
      } else {
        return;
      }
    }
  }

  /** A version that came late leaves room for instants that fired under the one before. */
  private boolean saidUnderCurrent(long sequence) {
    return Stream.concat(
            stageChanges.stream()
                .filter(change -> change.getSequence() == sequence)
                .map(change -> current.is(change.getModel(), change.getModelVersion())),
            alerts.stream()
                .filter(alert -> alert.getSequence() == sequence)
                .map(alert -> current.is(alert.getModel(), alert.getModelVersion())))
        .anyMatch(Boolean::booleanValue);
  }

  /** The record has been judged again: was it judged as the trail says? */
  private boolean agrees(Entry entry) {
    String fate = lead.lastFate();
    if (!fate.equals(entry.fate().name())) {
      fateDiffers(entry, fate);
      return false;
    }
    if (entry.fate() == Fate.DUPLICATE) {
      return true;
    }
    if (lead.sequence() != entry.sequence()) {
      findings.differs(
          leadId,
          entry.sequence(),
          "number of the judgement of " + entry.place(),
          lead.sequence(),
          entry.sequence());
      return false;
    }
    if (!versions.appliesBy(current, lead.clock().orElseThrow())) {
      findings.differs(
          leadId, entry.sequence(), "version", "one that applies by then", current.name());
    }
    return true;
  }

  private void fateDiffers(Entry entry, String expected) {
    findings.differs(leadId, entry.sequence(), "fate of " + entry.place(), expected, entry.fate());
  }

  /** What the passing of time brought after the last record: as far as the outputs go. */
  private void fireTheRest() {
    long last =
        Stream.of(
                stageChanges.stream().mapToLong(StageChange::getSequence),
                alerts.stream().mapToLong(SalesAlert::getSequence),
                scores.stream().mapToLong(LeadScore::getSequence))
            .flatMapToLong(sequences -> sequences)
            .max()
            .orElse(0);
    Version target =
        scores.stream()
            .filter(score -> score.getSequence() > lead.sequence())
            .max(Comparator.comparingLong(LeadScore::getSequence))
            .flatMap(
                score ->
                    versions.named(
                        Versions.name(
                            score.getModel(), score.getModelVersion(), score.getSignalsVersion())))
            .orElse(current);
    if (last > lead.sequence()) {
      advance(last, target);
    }
  }

  /** Holds everything said against everything found; after a break, only up to it. */
  private void compare(boolean whole) {
    long upTo = whole ? Long.MAX_VALUE : lead == null ? 0 : lead.sequence();
    List<SpecificRecord> expected =
        said.stream().map(emission -> OutputEncoder.toRecord(emission, 0)).toList();
    List<StageChange> changes =
        stageChanges.stream().filter(it -> it.getSequence() <= upTo).toList();
    List<SalesAlert> issued = alerts.stream().filter(it -> it.getSequence() <= upTo).toList();
    List<LeadScore> standing = scores.stream().filter(it -> it.getSequence() <= upTo).toList();

    Matching<StageChange> matchingChanges =
        new Matching<>(
            "stage change",
            StageChange::getSequence,
            it -> it.getSequence() + " " + it.getAxis() + " " + it.getRole());
    Matching<SalesAlert> matchingAlerts =
        new Matching<>(
            "alert", SalesAlert::getSequence, it -> it.getAlertId() + " " + it.getStatus());
    Matching<LeadScore> matchingScores =
        new Matching<>("score", LeadScore::getSequence, it -> String.valueOf(it.getSequence()));

    matchingChanges.all(leadId, of(expected, StageChange.class), changes, findings);
    matchingAlerts.all(leadId, of(expected, SalesAlert.class), issued, findings);
    List<LeadScore> expectedScores = of(expected, LeadScore.class);
    matchingScores.thoseThere(leadId, expectedScores, standing, findings);
    if (whole) {
      compareFinal(expectedScores);
    }
    findings.checked(Checked.STAGE_CHANGES, changes.size());
    findings.checked(Checked.ALERTS, issued.size());
    findings.checked(Checked.SCORES, standing.size());
  }

  private static <T extends SpecificRecord> List<T> of(List<SpecificRecord> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Compaction keeps the last value whatever it takes: that one has to be there, and last. */
  private void compareFinal(List<LeadScore> expected) {
    if (expected.isEmpty()) {
      return;
    }
    long last = expected.get(expected.size() - 1).getSequence();
    LongStream found = scores.stream().mapToLong(LeadScore::getSequence);
    if (found.noneMatch(sequence -> sequence == last)) {
      findings.differs(Kind.MISSING, leadId, last, "final score");
    } else if (scores.get(scores.size() - 1).getSequence() < last) {
      findings.differs(
          leadId,
          last,
          "final score",
          "sequence " + last,
          "sequence " + scores.get(scores.size() - 1).getSequence());
    } else {
      findings.checked(Checked.FINAL_SCORES, 1);
    }
  }
}
