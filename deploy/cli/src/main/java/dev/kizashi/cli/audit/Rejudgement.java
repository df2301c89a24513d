package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a judge says of one lead, held against what the outputs say.
 *
 * <p>What the trail says is taken for three things only: the order, the version that a judgement
 * was made under, and, from gaps in the numbers, how many of the lead's own instants the passing of
 * time had fired before an event arrived. Everything else is worked out and held against it. Where
 * trail and judge part, the rest of the lead hangs in the air: it is said once, and what came after
 * is not looked at.
 */
final class Rejudgement {
  private final Versions versions;
  private final Findings findings;
  private final String leadId;
  private final LeadOutputs found;
  private final List<Emission> said = new ArrayList<>();
  private ReplayedLead lead;
  private Version current;

  /** How often the lead was erased before. */
  private int life;

  /**
   * @param lead of which nothing has been judged yet
   */
  Rejudgement(
      ReplayedLead lead, Versions versions, Findings findings, String leadId, LeadOutputs found) {
    this.lead = lead;
    this.versions = versions;
    this.findings = findings;
    this.leadId = leadId;
    this.found = found;
  }

  /** Whether the outputs say anything of it. */
  boolean hasFound() {
    return !found.isEmpty();
  }

  // ---- as it happened -----------------------------------------------------------------------

  /** Brings the lead to where it was just before it was judged by an entry's record. */
  boolean prepare(Entry entry) {
    if (entry.fate() == Fate.DUPLICATE) {
      if (lead.clock().isEmpty()) {
        fateDiffers(entry, Fate.SCORED);
      }
      return lead.clock().isPresent();
    }
    Optional<Version> version = Optional.ofNullable(entry.versions()).flatMap(versions::named);
    if (version.isEmpty()) {
      findings.unproven(
          "leads judged under %s, whose documents are not on scoring-config"
              .formatted(entry.versions()));
      return false;
    }
    if (lead.clock().isEmpty()) {
      current = version.get();
      lead.begin(current);
    }
    advance(entry.sequence() - 1, version.get());
    return true;
  }

  /** The catalogue's version by which an event of that time was recognised. */
  Version inForceAt(long occurredAt) {
    return current == null
        ? versions.newestAt(occurredAt)
        : versions.inForceAt(occurredAt, current);
  }

  void say(List<Emission> emissions) {
    said.addAll(emissions);
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
            found.stageChangesOf(life).stream()
                .filter(change -> change.getSequence() == sequence)
                .map(change -> current.is(change.getModel(), change.getModelVersion())),
            found.alertsOf(life).stream()
                .filter(alert -> alert.getSequence() == sequence)
                .map(alert -> current.is(alert.getModel(), alert.getModelVersion())))
        .anyMatch(Boolean::booleanValue);
  }

  /** The record has been judged again: was it judged as the trail says? */
  boolean agrees(Entry entry, Object fate) {
    if (!fate.toString().equals(entry.fate().name())) {
      fateDiffers(entry, fate);
      return false;
    }
    if (entry.sequence() == 0) {
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

  void fateDiffers(Entry entry, Object expected) {
    findings.differs(leadId, entry.sequence(), "fate of " + entry.place(), expected, entry.fate());
  }

  void suspectDiffers(Entry entry, boolean expected) {
    if (expected != entry.suspect()) {
      findings.differs(
          leadId, entry.sequence(), "suspect of " + entry.place(), expected, entry.suspect());
    }
  }

  /**
   * The lead, of which nothing is judged in this life yet, refuses what is older than an erasure.
   */
  void goesOnAs(ReplayedLead other) {
    lead = other;
  }

  /** The lead is erased and may begin anew. */
  void endLife() {
    fireTheRest();
    said.add(new LeadErased(leadId));
    life++;
  }

  // ---- in the end ---------------------------------------------------------------------------

  /** What the passing of time brought after the last record: as far as the outputs go. */
  private void fireTheRest() {
    int parts = parted(Rejudgement::endsAPart).size();
    List<LeadScore> atTheEnd = found.scoresAtTheEndOf(life, parts - 1);
    long last = found.lastSequence(life, atTheEnd);
    if (lead.clock().isEmpty() || last <= lead.sequence()) {
      return;
    }
    Version target =
        atTheEnd.stream()
            .filter(score -> score.getSequence() > lead.sequence())
            .max(Comparator.comparingLong(LeadScore::getSequence))
            .flatMap(
                score ->
                    versions.named(
                        Versions.name(
                            score.getModel(), score.getModelVersion(), score.getSignalsVersion())))
            .orElse(current);
    advance(last, target);
  }

  /**
   * Holds everything said against everything found.
   *
   * @param whole false after a break: then only up to it
   */
  void compare(boolean whole) {
    if (whole) {
      fireTheRest();
    }
    List<List<Emission>> lives = parted(LeadErased.class::isInstance);
    for (int i = 0; i < lives.size(); i++) {
      long upTo = whole || i < life ? Long.MAX_VALUE : lead.sequence();
      compareLife(i, records(lives.get(i)), upTo);
    }
    if (whole) {
      compareTombstones("stage-changes", found.stageChanges().size(), lives.size());
      compareTombstones("sales-alerts", found.alerts().size(), lives.size());
    }
    compareScores(whole);
    findings.checked(Checked.LEADS, 1);
  }

  private void compareLife(int index, List<SpecificRecord> expected, long upTo) {
    List<StageChange> changes =
        found.stageChangesOf(index).stream().filter(it -> it.getSequence() <= upTo).toList();
    List<SalesAlert> issued =
        found.alertsOf(index).stream().filter(it -> it.getSequence() <= upTo).toList();
    new Matching<StageChange>(
            "stage change",
            StageChange::getSequence,
            it -> it.getSequence() + " " + it.getAxis() + " " + it.getRole())
        .all(leadId, of(expected, StageChange.class), changes, findings);
    new Matching<SalesAlert>(
            "alert", SalesAlert::getSequence, it -> it.getAlertId() + " " + it.getStatus())
        .all(leadId, of(expected, SalesAlert.class), issued, findings);
    findings.checked(Checked.STAGE_CHANGES, changes.size());
    findings.checked(Checked.ALERTS, issued.size());
  }

  private void compareTombstones(String topic, int parts, int lives) {
    if (parts < lives) {
      findings.differs(Kind.MISSING, leadId, 0, "tombstone on " + topic);
    } else if (parts > lives) {
      findings.differs(Kind.WITHOUT_CAUSE, leadId, 0, "tombstone on " + topic);
    }
  }

  /**
   * Compaction takes the earlier ones, tombstones too: so parts are told from the end. What comes
   * after a break cannot be told apart where there is more than one.
   */
  private void compareScores(boolean whole) {
    List<List<Emission>> parts = parted(Rejudgement::endsAPart);
    int gone = parts.size() - found.scores().size();
    if (!whole) {
      if (parts.size() == 1 && gone == 0) {
        compareScores(parts.get(0), found.scores().get(0), lead.sequence());
      }
      return;
    }
    if (gone < 0) {
      findings.differs(Kind.WITHOUT_CAUSE, leadId, 0, "tombstone on lead-scores");
      return;
    }
    for (int i = 0; i < found.scores().size(); i++) {
      compareScores(parts.get(gone + i), found.scores().get(i), Long.MAX_VALUE);
    }
    compareFinal(of(records(parts.get(parts.size() - 1)), LeadScore.class));
  }

  private void compareScores(List<Emission> expected, List<LeadScore> there, long upTo) {
    List<LeadScore> standing = there.stream().filter(it -> it.getSequence() <= upTo).toList();
    new Matching<LeadScore>("score", LeadScore::getSequence, it -> String.valueOf(it.getSequence()))
        .thoseThere(leadId, of(records(expected), LeadScore.class), standing, findings);
    findings.checked(Checked.SCORES, standing.size());
  }

  /** Compaction keeps the last value whatever it takes: that one has to be there, and last. */
  private void compareFinal(List<LeadScore> expected) {
    if (expected.isEmpty()) {
      return;
    }
    List<LeadScore> scores = found.lastScores();
    long last = expected.get(expected.size() - 1).getSequence();
    LongStream sequences = scores.stream().mapToLong(LeadScore::getSequence);
    if (sequences.noneMatch(sequence -> sequence == last)) {
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

  /** Whether it leaves a tombstone among the scores. */
  private static boolean endsAPart(Emission emission) {
    return emission instanceof LeadErased || emission instanceof ScoreRemoved;
  }

  private List<List<Emission>> parted(Predicate<Emission> at) {
    List<List<Emission>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (Emission emission : said) {
      if (at.test(emission)) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(emission);
      }
    }
    return parts;
  }

  private static List<SpecificRecord> records(List<Emission> emissions) {
    return emissions.stream()
        .filter(it -> !(it instanceof ScoreRemoved))
        .map(emission -> OutputEncoder.toRecord(emission, 0))
        .toList();
  }

  private static <T extends SpecificRecord> List<T> of(List<SpecificRecord> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
