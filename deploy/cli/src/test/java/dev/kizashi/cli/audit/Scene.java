package dev.kizashi.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Turn.Outcome;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * A job without a fault, by its own parts, and what it leaves behind: for tests to tamper with. A
 * value's bytes are the number under which its object is kept.
 */
final class Scene implements Reading, Cluster.Log {
  final List<Entry> trail = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  final Map<OutputTopic, List<Logged>> outputs = new EnumMap<>(OutputTopic.class);
  final Map<InputTopic, List<Logged>> inputs = new EnumMap<>(InputTopic.class);
  long firstOffset;

  /** One more than the last offset that anything was ever logged at. */
  private final Map<InputTopic, Long> ends = new EnumMap<>(InputTopic.class);

  private final List<Object> objects = new ArrayList<>();
  private final List<ScoringModel> models = new ArrayList<>();
  private final List<SignalCatalogue> catalogues = new ArrayList<>();
  private final Cluster cluster;
  private long latest = Long.MIN_VALUE;

  Scene(ScoringModel model, SignalCatalogue catalogue) {
    this(model, catalogue, Bounds.DEFAULT);
  }

  Scene(ScoringModel model, SignalCatalogue catalogue, Bounds bounds) {
    cluster = new Cluster(this, model, catalogue, bounds);
    models.add(model);
    catalogues.add(catalogue);
    for (OutputTopic topic :
        List.of(OutputTopic.LEAD_SCORES, OutputTopic.STAGE_CHANGES, OutputTopic.SALES_ALERTS)) {
      outputs.put(topic, new ArrayList<>());
    }
  }

  // ---- what the job does ---------------------------------------------------------------------

  /** The record arrives and is judged, with all that follows. */
  void arrives(Decoded decoded) {
    isSent(decoded);
    cluster.settles();
  }

  /** The record is read; what comes of it has time. It was logged when it occurred, or later. */
  void isSent(Decoded decoded) {
    decoded.fold(
        behaviour -> {
          Event event = behaviour.event();
          isSent(event.topic(), decoded, event.occurredAt());
          return null;
        },
        crm -> {
          isSent(InputTopic.CRM_UPDATES, decoded, crm.occurredAt());
          return null;
        },
        unusable -> {
          buries(logged(InputTopic.CLICKSTREAM, unusable, 0), unusable.reason());
          return null;
        });
  }

  private void isSent(InputTopic topic, Decoded decoded, long occurredAt) {
    latest = Math.max(latest, occurredAt);
    isSent(logged(topic, decoded, latest), decoded);
  }

  /** As the other, of a record that is logged already. */
  void isSent(Place place, Decoded decoded) {
    Origin origin = new Origin(place.topic(), place.partition(), place.offset());
    decoded.fold(
        behaviour -> {
          Recognised recognised = cluster.behaves(behaviour.event(), origin);
          if (recognised.event() == null) {
            Fate fate = Fate.valueOf(recognised.fate().name());
            trail.add(new Entry(place, fate, false, null, 0, null));
          }
          return null;
        },
        crm -> {
          cluster.hears(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin);
          return null;
        },
        unusable -> {
          buries(place, unusable.reason());
          return null;
        });
  }

  Cluster cluster() {
    return cluster;
  }

  /** Too early to be taken. */
  void quarantines(Event event, long loggedAt) {
    Place place = logged(event.topic(), new Decoded.Behaviour(event), loggedAt);
    buries(place, DeadLetterReason.FUTURE_TIMESTAMP);
  }

  void passes(long watermark) {
    cluster.passes(watermark);
  }

  /** Another version is published and comes into force for every lead at once. */
  void changesTo(ScoringModel next) {
    models.add(next);
    cluster.changesTo(next);
  }

  // ---- what the job writes -------------------------------------------------------------------

  @Override
  public void ended(Outcome outcome, String versions) {
    Origin origin = outcome.origin();
    trail.add(
        new Entry(
            new Place(origin.topic(), origin.partition(), origin.offset()),
            Fate.valueOf(outcome.fate().name()),
            outcome.suspect(),
            outcome.leadId(),
            outcome.sequence(),
            AuditTrail.detail(versions, outcome.note()),
            outcome.passed().stream().map(it -> new Passed(it.key(), it.number())).toList()));
  }

  @Override
  public Origin transfer(Message message, byte[] body) {
    List<Logged> log = inputs.computeIfAbsent(InputTopic.LEAD_TRANSFERS, it -> new ArrayList<>());
    log.add(new Logged(log.size(), latest, message.key().getBytes(UTF_8), bytes(body)));
    ends.put(InputTopic.LEAD_TRANSFERS, (long) log.size());
    return new Origin(InputTopic.LEAD_TRANSFERS, 0, log.size() - 1);
  }

  void buries(Place place, DeadLetterReason reason) {
    Logged record = inputs.get(place.topic()).get((int) place.offset());
    trail.add(new Entry(place, Fate.DEAD_LETTER, false, null, 0, reason.name()));
    deadLetters.add(new DeadLetter(place, reason.name(), record.key(), record.value()));
  }

  Place logged(InputTopic topic, Decoded decoded, long timestamp) {
    List<Logged> log = inputs.computeIfAbsent(topic, it -> new ArrayList<>());
    log.add(new Logged(log.size(), timestamp, null, bytes(decoded)));
    ends.put(topic, (long) log.size());
    return new Place(topic, 0, log.size() - 1);
  }

  @Override
  public void say(Emission emission) {
    if (emission instanceof LeadErased) {
      outputs.keySet().forEach(topic -> tombstone(topic, emission.leadId()));
    } else if (emission instanceof ScoreRemoved) {
      tombstone(OutputTopic.LEAD_SCORES, emission.leadId());
    } else {
      OutputTopic topic =
          emission instanceof LeadScored
              ? OutputTopic.LEAD_SCORES
              : emission instanceof AlertIssued
                  ? OutputTopic.SALES_ALERTS
                  : OutputTopic.STAGE_CHANGES;
      write(topic, OutputEncoder.toRecord(emission, 12_345));
    }
  }

  void tombstone(OutputTopic topic, String leadId) {
    List<Logged> log = outputs.get(topic);
    log.add(new Logged(log.size(), 0, leadId.getBytes(UTF_8), null));
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
                    ends.getOrDefault(topic, 0L),
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
  public Message transfer(byte[] value) {
    byte[] body = (byte[]) objects.get(ByteBuffer.wrap(value).getInt());
    return MessageCodec.read(new ByteReader(body));
  }

  @Override
  public SpecificRecord output(OutputTopic topic, byte[] value) {
    return (SpecificRecord) objects.get(ByteBuffer.wrap(value).getInt());
  }
}
