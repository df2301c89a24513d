package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Message;
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
  private final JudgedBy by;
  private final Findings findings;
  private final Consumer<String> progress;

  private final List<Item> items = new ArrayList<>();
  private final List<Item> transfers = new ArrayList<>();
  private final Map<Place, Set<String>> followed = new HashMap<>();
  private final Map<OutputTopic, Map<String, List<Logged>>> found =
      new EnumMap<>(OutputTopic.class);

  /** Leads of which a record is not at hand. */
  private final Set<String> partial = new HashSet<>();

  private final Judge core = new CoreJudge();
  private long latest = Long.MIN_VALUE;

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
    this.by = by;
    this.findings = findings;
    this.progress = progress;
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
      if (partition.topic() != InputTopic.LEAD_TRANSFERS) {
        findings.checked(Checked.RECORDS, partition.records().size());
      }
    }
    Map<Place, List<DeadLetter>> dead = deadLetters();
    for (Entry entry : ledger.trail()) {
      Place place = entry.place();
      Partition partition = partitions.getOrDefault(place.topic(), Map.of()).get(place.partition());
      int index = partition == null ? -1 : partition.indexOf(place.offset());
      if (index >= 0 && entry.isFollowed()) {
        takeFollowed(entry);
      } else if (index >= 0) {
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
    if (entry.fate() == Fate.DEAD_LETTER) {
      checkReason(entry, record);
      checkBurial(entry, record, letters == null ? List.of() : letters);
      return;
    }
    if (letters != null) {
      findings.differs(Kind.WITHOUT_CAUSE, entry.place().toString(), 0, "dead letter");
    }
    if (entry.place().topic() == InputTopic.LEAD_TRANSFERS) {
      takeTransfer(entry, record);
    } else if (isRouted(entry, record) && !endedAtOnce(entry)) {
      items.add(new Item(entry.place(), entry, record, null));
    }
  }

  /** Besides the record's own entry there may be one at every other lead. */
  private void takeFollowed(Entry entry) {
    String place = entry.place().toString();
    if (entry.leadId() == null || !entry.passed().stream().allMatch(Audit::isRegister)) {
      findings.differs(Kind.WITHOUT_CAUSE, place, 0, Simulation.followed(entry.leadId()));
    } else if (!followed
        .computeIfAbsent(entry.place(), it -> new HashSet<>(1))
        .add(entry.leadId())) {
      findings.differs(Kind.TWICE, place, 0, Simulation.followed(entry.leadId()));
    } else {
      items.add(new Item(entry.place(), entry, null, null));
    }
  }

  private static boolean isRegister(Passed by) {
    return by.key().equals(Route.REGISTER);
  }

  private void takeTransfer(Entry entry, Logged record) {
    Message message = reading.transfer(record.value());
    if (message == null) {
      differs(entry, "fate", Fate.DEAD_LETTER, entry.fate());
      return;
    }
    Item item = new Item(entry.place(), entry, record, message);
    items.add(item);
    transfers.add(item);
    if (message.station() == Message.Station.LEADS && !message.key().equals(entry.leadId())) {
      differs(entry, "lead_id", message.key(), entry.leadId());
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
      dead.remove(place);
      if (partition.topic() == InputTopic.LEAD_TRANSFERS) {
        onItsWay(place, record, accounted.length() > i);
      } else {
        findings.differs(Kind.MISSING, place.toString(), 0, "entry in the trail");
        leadOf(partition.topic(), record)
            .filter(partial::add)
            .ifPresent(leadId -> findings.unproven("leads with records that the trail lacks"));
      }
    }
  }

  /**
   * Whoever reads the topic takes its records in order. So one may be on its way still while all
   * after it are, or while it waits, with others, for the facts of a lead that comes back.
   */
  private void onItsWay(Place place, Logged record, boolean othersCame) {
    Message message = reading.transfer(record.value());
    if (message == null) {
      findings.differs(Kind.MISSING, place.toString(), 0, "entry in the trail");
      return;
    }
    transfers.add(new Item(place, null, record, message));
    findings.checked(Checked.ON_THEIR_WAY, 1);
    if (othersCame && message.station() != Message.Station.LEADS) {
      findings.differs(Kind.MISSING, place.toString(), 0, "entry in the trail");
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

  /** Nobody keeps anything that it shows. */
  private static boolean endedAtOnce(Entry entry) {
    return entry.leadId() == null && entry.passed().isEmpty();
  }

  private boolean isRouted(Entry entry, Logged record) {
    boolean routed =
        reading
            .input(entry.place().topic(), record.value())
            .fold(
                behaviour -> isRouted(entry, behaviour.event()),
                crm -> isRouted(entry, crm),
                unusable -> {
                  differs(
                      entry,
                      "fate",
                      Fate.DEAD_LETTER + " (" + unusable.reason() + ")",
                      entry.fate());
                  return false;
                });
    if (!routed && entry.leadId() != null && partial.add(entry.leadId())) {
      findings.unproven("leads with records that came another way");
    }
    return routed;
  }

  /** Where catalogues changed, the way stated if one allows it. */
  private boolean isRouted(Entry entry, Event event) {
    latest = Math.max(latest, event.occurredAt());
    List<Route> routes =
        versions.cataloguesAt(event.occurredAt()).stream()
            .map(catalogue -> Route.of(event, catalogue))
            .toList();
    if (routes.stream().anyMatch(route -> isTaken(entry, route))) {
      return true;
    }
    Route route = routes.get(0);
    Fate expected =
        !route.reaches()
            ? Fate.UNMATCHED
            : LeadIdentity.leadOf(event).isEmpty() ? Fate.ANONYMOUS : Fate.SCORED;
    if (isTold(entry, route)) {
      differs(entry, "whom it came by", route.keys(), keys(entry));
    } else {
      differs(entry, "fate", expected, entry.fate());
    }
    return false;
  }

  private boolean isTaken(Entry entry, Route route) {
    return route.keys().equals(keys(entry)) && isTold(entry, route);
  }

  /** Whether the fate is one that there may be at its end. */
  private static boolean isTold(Entry entry, Route route) {
    if (route.ends() != endedAtOnce(entry)) {
      return false;
    }
    return switch (entry.fate()) {
      case UNMATCHED -> !route.reaches();
      case IGNORED -> true;
      default -> route.reaches();
    };
  }

  private boolean isRouted(Entry entry, Decoded.Crm crm) {
    latest = Math.max(latest, crm.occurredAt());
    List<String> expected =
        switch (crm.update().kind()) {
          case MERGED, UNMERGED, ERASED -> List.of(Route.REGISTER);
          default -> Route.addressOf(crm.leadId()).stream().map(it -> Route.ADDRESS + it).toList();
        };
    if (entry.leadId() == null) {
      differs(entry, "lead_id", "the lead that it was judged for", "none");
      return false;
    }
    if (!expected.equals(keys(entry))) {
      differs(entry, "whom it came by", expected, keys(entry));
      return false;
    }
    return true;
  }

  private static List<String> keys(Entry entry) {
    return entry.passed().stream().map(Passed::key).toList();
  }

  private void checkReason(Entry entry, Logged record) {
    String stated = entry.detail();
    if (entry.place().topic() == InputTopic.LEAD_TRANSFERS) {
      if (reading.transfer(record.value()) != null) {
        differs(entry, "reason of the dead letter", "none: it can be used", stated);
      }
      return;
    }
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
    ledger
        .outputs()
        .forEach(
            (topic, records) -> {
              Map<String, List<Logged>> byLead =
                  found.computeIfAbsent(topic, it -> new HashMap<>());
              for (Logged record : records) {
                byLead.computeIfAbsent(record.leadId(), it -> new ArrayList<>(2)).add(record);
              }
            });
    boolean byOracle = by != JudgedBy.CORE;
    Simulation simulation =
        new Simulation(
            reading,
            versions,
            byOracle ? findings.by(by == JudgedBy.BOTH ? "oracle" : null, true) : new Findings(0),
            this::outputs,
            latest);
    items.forEach(item -> simulation.expect(item, followed.containsKey(item.place())));
    transfers.forEach(simulation::expectToBeSent);
    found.values().stream().flatMap(byLead -> byLead.keySet().stream()).forEach(simulation::lead);
    partial.forEach(leadId -> simulation.lead(leadId).hangs());
    progress.accept("replaying %d records".formatted(items.size()));
    simulation.run();
    long done = 0;
    for (LeadReplay lead : List.copyOf(simulation.leads())) {
      if (done++ % LEADS_A_REPORT == 0) {
        progress.accept("comparing leads: %d of %d".formatted(done, simulation.leads().size()));
      }
      if (!partial.contains(lead.leadId()) && lead.isThere()) {
        if (byOracle) {
          lead.compare();
        }
        if (by != JudgedBy.ORACLE) {
          judgeByCore(lead);
        }
      }
    }
  }

  /** The core judges leads alone: who sent what to whom is not repeated with it. */
  private void judgeByCore(LeadReplay lead) {
    Findings own = by == JudgedBy.BOTH ? findings.by("core", false) : findings;
    if (!lead.isPlain()) {
      own.unproven("leads with other names, which only the oracle can judge again");
      return;
    }
    ReplayedLead judged = core.lead(lead.leadId(), versions.newest());
    new PlainReplay(
            judged,
            reading,
            new Rejudgement(judged, versions, own, lead.leadId(), outputs(lead.leadId())))
        .run(lead.own());
  }

  private LeadOutputs outputs(String leadId) {
    return new LeadOutputs(
        LeadOutputs.parted(decoded(OutputTopic.STAGE_CHANGES, leadId, StageChange.class)),
        LeadOutputs.parted(decoded(OutputTopic.SALES_ALERTS, leadId, SalesAlert.class)),
        LeadOutputs.parted(decoded(OutputTopic.LEAD_SCORES, leadId, LeadScore.class)));
  }

  /** A tombstone is null. */
  private <T extends SpecificRecord> List<T> decoded(
      OutputTopic topic, String leadId, Class<T> type) {
    List<T> records = new ArrayList<>();
    for (Logged logged : found.getOrDefault(topic, Map.of()).getOrDefault(leadId, List.of())) {
      SpecificRecord record = logged.value() == null ? null : reading.output(topic, logged.value());
      if (record == null && logged.value() != null) {
        findings.differs(leadId, 0, topic.topicName() + " @" + logged.offset(), "a record", "none");
      } else {
        records.add(type.cast(record));
      }
    }
    return records;
  }
}
