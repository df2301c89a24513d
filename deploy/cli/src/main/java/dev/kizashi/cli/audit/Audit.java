package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.LeadReplay.Arrival;
import dev.kizashi.cli.audit.LeadReplay.FoundOutputs;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * A ledger with a trail, gone through: every input record has its one entry and the fate that the
 * naive reading gives it, and every lead, judged again by {@link JudgedBy whoever shall}, says what
 * the outputs say.
 *
 * <p>From bytes to events it goes by the jobs' own decoder: that is transport.
 */
final class Audit {
  private static final int LEADS_A_REPORT = 200;

  private final Ledger ledger;
  private final Reading reading;
  private final Versions versions;
  private final List<Opinion> opinions;
  private final Findings findings;
  private final Consumer<String> progress;

  private final Map<String, List<Arrival>> arrivals = new HashMap<>();

  /** Leads of which a record is not at hand. */
  private final Set<String> partial = new HashSet<>();

  Audit(
      Ledger ledger,
      Reading reading,
      Versions versions,
      JudgedBy by,
      Findings findings,
      Consumer<String> progress) {
    this.ledger = ledger;
    this.reading = reading;
    this.versions = versions;
    this.opinions = opinions(by.judges(), findings);
    this.findings = findings;
    this.progress = progress;
  }

  /** A judge, and where what it finds is written down. */
  private record Opinion(Judge judge, Findings findings) {}

  private static List<Opinion> opinions(Map<String, Judge> judges, Findings findings) {
    List<Opinion> opinions = new ArrayList<>();
    judges.forEach(
        (name, judge) ->
            opinions.add(
                new Opinion(
                    judge, judges.size() == 1 ? findings : findings.by(name, opinions.isEmpty()))));
    return opinions;
  }

  void run() {
    account();
    replay();
  }

  // ---- every input record --------------------------------------------------------------------

  private void account() {
    Map<InputTopic, Map<Integer, Partition>> partitions = new EnumMap<>(InputTopic.class);
    // By identity: a partition equals another only by all its records.
    Map<Partition, BitSet> accounted = new IdentityHashMap<>();
    for (Partition partition : ledger.inputs()) {
      partitions
          .computeIfAbsent(partition.topic(), it -> new HashMap<>())
          .put(partition.number(), partition);
      accounted.put(partition, new BitSet(partition.records().size()));
      findings.checked(Checked.RECORDS, partition.records().size());
    }
    Map<Place, List<DeadLetter>> dead = deadLetters();
    for (Entry entry : ledger.trail()) {
      Place place = entry.place();
      Partition partition = partitions.getOrDefault(place.topic(), Map.of()).get(place.partition());
      int index = partition == null ? -1 : partition.indexOf(place.offset());
      if (index >= 0) {
        BitSet seen = accounted.get(partition);
        if (seen.get(index)) {
          findings.differs(Kind.TWICE, place.toString(), 0, "entry in the trail");
        } else {
          seen.set(index);
          take(entry, partition.records().get(index), dead);
        }
      } else {
        missed(entry, partition);
      }
    }
    accounted.forEach((partition, seen) -> reportMissing(partition, seen, dead));
    for (Place place : dead.keySet()) {
      findings.differs(Kind.WITHOUT_CAUSE, place.toString(), 0, "dead letter");
    }
  }

  private Map<Place, List<DeadLetter>> deadLetters() {
    Map<Place, List<DeadLetter>> byPlace = new HashMap<>();
    for (DeadLetter letter : ledger.deadLetters()) {
      // Refused documents have no entry in the trail; compaction takes them, and their cause.
      if (letter.place() == null) {
        findings.differs(Kind.WITHOUT_CAUSE, "dead-letters", 0, "dead letter");
      } else if (letter.place().topic() != InputTopic.SCORING_CONFIG) {
        byPlace.computeIfAbsent(letter.place(), it -> new ArrayList<>(1)).add(letter);
      }
    }
    return byPlace;
  }

  private void take(Entry entry, Logged record, Map<Place, List<DeadLetter>> dead) {
    findings.record(entry.place().topic(), entry.fate());
    List<DeadLetter> letters = dead.remove(entry.place());
    switch (entry.fate()) {
      case SCORED, IGNORED, DUPLICATE -> {
        buriedToo(entry, letters);
        if (entry.leadId() == null) {
          differs(entry, "lead_id", "the lead that it was judged for", "none");
        } else {
          arrivals
              .computeIfAbsent(entry.leadId(), it -> new ArrayList<>())
              .add(new Arrival(entry, record));
        }
      }
      case DEAD_LETTER -> {
        checkReason(entry, record);
        checkBurial(entry, record, letters == null ? List.of() : letters);
      }
      default -> {
        buriedToo(entry, letters);
        checkUnjudged(entry, record);
      }
    }
  }

  private void buriedToo(Entry entry, List<DeadLetter> letters) {
    if (letters != null) {
      findings.differs(Kind.WITHOUT_CAUSE, entry.place().toString(), 0, "dead letter");
    }
  }

  /** An entry without its record: not read any more, not read yet, or made up. */
  private void missed(Entry entry, Partition partition) {
    boolean gone = partition != null && entry.place().offset() < partition.first();
    boolean later = partition != null && entry.place().offset() >= partition.end();
    if (!gone && !later) {
      findings.differs(Kind.WITHOUT_CAUSE, entry.place().toString(), 0, "entry in the trail");
    }
    if (entry.leadId() != null && partial.add(entry.leadId())) {
      findings.unproven(
          gone
              ? "leads with records that their topic has already deleted"
              : later
                  ? "leads that were judged again while this was read"
                  : "leads with entries for records that there are not");
    }
  }

  private void reportMissing(
      Partition partition, BitSet accounted, Map<Place, List<DeadLetter>> dead) {
    int size = partition.records().size();
    for (int i = accounted.nextClearBit(0); i < size; i = accounted.nextClearBit(i + 1)) {
      Logged record = partition.records().get(i);
      Place place = new Place(partition.topic(), partition.number(), record.offset());
      findings.differs(Kind.MISSING, place.toString(), 0, "entry in the trail");
      dead.remove(place);
      leadOf(partition.topic(), record)
          .filter(partial::add)
          .ifPresent(leadId -> findings.unproven("leads with records that the trail lacks"));
    }
  }

  private Optional<String> leadOf(InputTopic topic, Logged record) {
    return reading
        .input(topic, record.value())
        .fold(
            behaviour -> LeadIdentity.leadOf(behaviour.event()),
            crm -> Optional.of(crm.leadId()),
            unusable -> Optional.empty());
  }

  private void checkUnjudged(Entry entry, Logged record) {
    String expected =
        reading
            .input(entry.place().topic(), record.value())
            .fold(
                behaviour -> fate(behaviour.event(), entry.fate()),
                crm -> Fate.SCORED.name(),
                unusable -> Fate.DEAD_LETTER + " (" + unusable.reason() + ")");
    if (!expected.equals(entry.fate().name())) {
      differs(entry, "fate", expected, entry.fate());
    }
  }

  /** The fate by the naive reading; where catalogues changed, the one stated if one allows it. */
  private String fate(Event event, Fate stated) {
    if (LeadIdentity.leadOf(event).isEmpty()) {
      return Fate.ANONYMOUS.name();
    }
    Set<NaiveMatching> catalogues = versions.cataloguesAt(event.occurredAt());
    boolean mayStop =
        catalogues.stream().anyMatch(it -> !it.reachesItsLead(event, it.signals(event)));
    return mayStop && stated == Fate.UNMATCHED ? Fate.UNMATCHED.name() : Fate.SCORED.name();
  }

  private void checkReason(Entry entry, Logged record) {
    String stated = entry.detail();
    String expected =
        reading
            .input(entry.place().topic(), record.value())
            .fold(
                behaviour -> untimely(behaviour.event().occurredAt(), record, stated),
                crm -> untimely(crm.occurredAt(), record, stated),
                unusable -> unusable.reason().name());
    if (!expected.equals(stated)) {
      differs(entry, "reason of the dead letter", expected, stated);
    }
  }

  /**
   * How late or early a record was is told by a clock that nobody can read again; but a record was
   * processed after it was logged.
   */
  private static String untimely(long occurredAt, Logged record, String stated) {
    if (occurredAt > record.timestamp()
        && DeadLetterReason.FUTURE_TIMESTAMP.name().equals(stated)) {
      return stated;
    }
    if (occurredAt < record.timestamp() && DeadLetterReason.PAST_TIMESTAMP.name().equals(stated)) {
      return stated;
    }
    return "none: it can be used";
  }

  private void checkBurial(Entry entry, Logged record, List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      findings.differs(Kind.MISSING, entry.place().toString(), 0, "dead letter");
      return;
    }
    if (letters.size() > 1) {
      findings.differs(Kind.TWICE, entry.place().toString(), 0, "dead letter");
    }
    DeadLetter letter = letters.get(0);
    findings.checked(Checked.DEAD_LETTERS, 1);
    if (!String.valueOf(entry.detail()).equals(letter.reason())) {
      differs(entry, "dl.reason", entry.detail(), letter.reason());
    }
    if (!Arrays.equals(record.value(), letter.value())
        || !Arrays.equals(record.key(), letter.key())) {
      differs(entry, "dead letter", "the original bytes", "others");
    }
  }

  private void differs(Entry entry, String what, Object expected, Object found) {
    findings.differs(entry.place().toString(), entry.sequence(), what, expected, found);
  }

  // ---- every lead ----------------------------------------------------------------------------

  private void replay() {
    Map<OutputTopic, Map<String, List<Logged>>> found = new EnumMap<>(OutputTopic.class);
    Set<String> leads = new HashSet<>(arrivals.keySet());
    ledger
        .outputs()
        .forEach(
            (topic, records) -> {
              Map<String, List<Logged>> byLead =
                  found.computeIfAbsent(topic, it -> new HashMap<>());
              for (Logged record : records) {
                byLead.computeIfAbsent(record.leadId(), it -> new ArrayList<>(2)).add(record);
              }
              leads.addAll(byLead.keySet());
            });
    long done = 0;
    for (String leadId : leads) {
      if (done++ % LEADS_A_REPORT == 0) {
        progress.accept("replaying leads: %d of %d".formatted(done, leads.size()));
      }
      if (!partial.contains(leadId)) {
        FoundOutputs outputs =
            new FoundOutputs(
                decoded(found, OutputTopic.STAGE_CHANGES, leadId, StageChange.class),
                decoded(found, OutputTopic.SALES_ALERTS, leadId, SalesAlert.class),
                decoded(found, OutputTopic.LEAD_SCORES, leadId, LeadScore.class));
        replay(leadId, outputs);
      }
    }
  }

  private void replay(String leadId, FoundOutputs outputs) {
    for (Opinion opinion : opinions) {
      new LeadReplay(opinion.judge(), versions, reading, opinion.findings(), leadId, outputs)
          .run(arrivals.getOrDefault(leadId, List.of()));
    }
  }

  private <T extends SpecificRecord> List<T> decoded(
      Map<OutputTopic, Map<String, List<Logged>>> found,
      OutputTopic topic,
      String leadId,
      Class<T> type) {
    List<T> records = new ArrayList<>();
    for (Logged logged : found.getOrDefault(topic, Map.of()).getOrDefault(leadId, List.of())) {
      SpecificRecord record = reading.output(topic, logged.value());
      if (record == null) {
        findings.differs(leadId, 0, topic.topicName() + " @" + logged.offset(), "a record", "none");
      } else {
        records.add(type.cast(record));
      }
    }
    return records;
  }
}
