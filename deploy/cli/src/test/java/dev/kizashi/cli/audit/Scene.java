package dev.kizashi.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * A job that makes no mistakes, by the naive judgement itself, and what it leaves behind: for tests
 * to tamper with. A value's bytes are the number under which its object is kept.
 */
final class Scene implements Reading {
  final List<Entry> trail = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  final Map<OutputTopic, List<Logged>> outputs = new EnumMap<>(OutputTopic.class);
  final Map<InputTopic, List<Logged>> inputs = new EnumMap<>(InputTopic.class);
  long firstOffset;

  private final List<Object> objects = new ArrayList<>();
  private final List<ScoringModel> models = new ArrayList<>();
  private final List<SignalCatalogue> catalogues = new ArrayList<>();
  private final Map<String, NaiveLead> leads = new HashMap<>();
  private ScoringModel model;
  private NaiveMatching matching;

  Scene(ScoringModel model, SignalCatalogue catalogue) {
    this.model = model;
    this.matching = new NaiveMatching(catalogue);
    models.add(model);
    catalogues.add(catalogue);
    for (OutputTopic topic :
        List.of(OutputTopic.LEAD_SCORES, OutputTopic.STAGE_CHANGES, OutputTopic.SALES_ALERTS)) {
      outputs.put(topic, new ArrayList<>());
    }
  }

  // ---- what the job does ---------------------------------------------------------------------

  /** The record arrives and is judged; it was logged when it occurred. */
  void arrives(Decoded decoded) {
    decoded.fold(
        behaviour -> {
          behaves(behaviour.event());
          return null;
        },
        crm -> {
          Place place = logged(InputTopic.CRM_UPDATES, crm, crm.occurredAt());
          NaiveLead lead = lead(crm.leadId());
          say(lead.crm(crm.eventId(), crm.occurredAt(), crm.update()));
          judged(place, crm.leadId(), false);
          return null;
        },
        unusable -> {
          buries(logged(InputTopic.CLICKSTREAM, unusable, 0), unusable.reason());
          return null;
        });
  }

  private void behaves(Event event) {
    Place place = logged(event.topic(), new Decoded.Behaviour(event), event.occurredAt());
    String leadId = LeadIdentity.leadOf(event).orElse(null);
    if (leadId == null) {
      trail.add(new Entry(place, Fate.ANONYMOUS, false, null, 0, null));
    } else if (!matching.reachesItsLead(event, matching.signals(event))) {
      trail.add(new Entry(place, Fate.UNMATCHED, false, null, 0, null));
    } else {
      say(lead(leadId).event(event));
      judged(place, leadId, lead(leadId).lastSuspect());
    }
  }

  /** Too early to be taken. */
  void quarantines(Event event, long loggedAt) {
    Place place = logged(event.topic(), new Decoded.Behaviour(event), loggedAt);
    buries(place, DeadLetterReason.FUTURE_TIMESTAMP);
  }

  void passes(long watermark) {
    leads.values().forEach(lead -> say(lead.timersUpTo(watermark)));
  }

  /** Another version is published and comes into force for every lead at once. */
  void changesTo(ScoringModel next) {
    models.add(next);
    model = next;
    leads.values().forEach(lead -> say(lead.switchTo(next, matching, next.effectiveFrom())));
  }

  private NaiveLead lead(String leadId) {
    return leads.computeIfAbsent(
        leadId, it -> new NaiveLead(it, model, matching, Account::ofAddress));
  }

  private void judged(Place place, String leadId, boolean suspect) {
    NaiveLead lead = leads.get(leadId);
    Fate fate = Fate.valueOf(lead.lastFate().name());
    boolean duplicate = fate == Fate.DUPLICATE;
    trail.add(
        new Entry(
            place,
            fate,
            suspect,
            leadId,
            duplicate ? 0 : lead.sequence(),
            duplicate
                ? null
                : Versions.name(model.name(), model.version(), matching.catalogue().version())));
  }

  void buries(Place place, DeadLetterReason reason) {
    Logged record = inputs.get(place.topic()).get((int) place.offset());
    trail.add(new Entry(place, Fate.DEAD_LETTER, false, null, 0, reason.name()));
    deadLetters.add(new DeadLetter(place, reason.name(), record.key(), record.value()));
  }

  Place logged(InputTopic topic, Decoded decoded, long timestamp) {
    List<Logged> log = inputs.computeIfAbsent(topic, it -> new ArrayList<>());
    log.add(new Logged(log.size(), timestamp, null, bytes(decoded)));
    return new Place(topic, 0, log.size() - 1);
  }

  void say(List<Emission> emissions) {
    for (Emission emission : emissions) {
      OutputTopic topic =
          emission instanceof LeadScored
              ? OutputTopic.LEAD_SCORES
              : emission instanceof AlertIssued
                  ? OutputTopic.SALES_ALERTS
                  : OutputTopic.STAGE_CHANGES;
      write(topic, OutputEncoder.toRecord(emission, 12_345));
    }
  }

  // ---- what tests do to it -------------------------------------------------------------------

  void write(OutputTopic topic, SpecificRecord record) {
    List<Logged> log = outputs.get(topic);
    String leadId = (String) record.get(record.getSchema().getField("lead_id").pos());
    log.add(new Logged(log.size(), 0, leadId.getBytes(UTF_8), bytes(record)));
  }

  @SuppressWarnings("unchecked")
  <T extends SpecificRecord> T record(OutputTopic topic, int index) {
    return (T) output(topic, outputs.get(topic).get(index).value());
  }

  /** Changes the one entry that holds. */
  void replaceEntry(Predicate<Entry> which, UnaryOperator<Entry> change) {
    trail.replaceAll(entry -> which.test(entry) ? change.apply(entry) : entry);
  }

  // ---- what is audited -----------------------------------------------------------------------

  Findings audited() {
    return audited(JudgedBy.ORACLE);
  }

  Findings audited(JudgedBy by) {
    Findings findings = new Findings(20);
    new Audit(ledger(), this, versions(), by, findings, line -> {}).run();
    return findings;
  }

  Findings auditedWithoutTrail() {
    Findings findings = new Findings(20);
    new FinalScores(ledger(), this, versions(), findings, line -> {}).run();
    return findings;
  }

  private Versions versions() {
    return new Versions(models, catalogues);
  }

  private Ledger ledger() {
    List<Partition> partitions = new ArrayList<>();
    inputs.forEach(
        (topic, log) ->
            partitions.add(
                new Partition(
                    topic,
                    0,
                    firstOffset,
                    log.size(),
                    log.stream().filter(record -> record.offset() >= firstOffset).toList())));
    return new Ledger(List.of(), partitions, trail, deadLetters, outputs);
  }

  private byte[] bytes(Object object) {
    objects.add(object);
    return ByteBuffer.allocate(Integer.BYTES).putInt(objects.size() - 1).array();
  }

  @Override
  public Decoded input(InputTopic topic, byte[] value) {
    return (Decoded) objects.get(ByteBuffer.wrap(value).getInt());
  }

  @Override
  public SpecificRecord output(OutputTopic topic, byte[] value) {
    return (SpecificRecord) objects.get(ByteBuffer.wrap(value).getInt());
  }
}
