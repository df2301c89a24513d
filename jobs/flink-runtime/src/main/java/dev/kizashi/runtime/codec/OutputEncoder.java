package dev.kizashi.runtime.codec;

import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Axis;
import dev.kizashi.events.Bant;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.Evidence;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Moment;
import dev.kizashi.events.Passed;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.events.StaleAttribute;
import dev.kizashi.events.WithdrawnReason;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Who;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * What is said of a lead, as records of the contract and as their bytes.
 *
 * <p>An instance encodes for one thread; it keeps its buffer.
 */
public final class OutputEncoder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<Schema, DatumWriter<SpecificRecord>> writers = new IdentityHashMap<>();
  private final ScoreBytes scores = new ScoreBytes();
  private BinaryEncoder encoder;

  /** The Avro binary body, without a registry's frame. */
  public byte[] body(SpecificRecord record) {
    bytes.reset();
    encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
    try {
      writers
          .computeIfAbsent(record.getSchema(), schema -> new SpecificDatumWriter<>(schema))
          .write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The Avro binary body of what was said, without a registry's frame.
   *
   * @param emittedAt processing time in epoch millis; only scores carry it
   */
  public byte[] body(Emission emission, long emittedAt) {
    return emission instanceof LeadScored scored
        ? scores.of(scored, emittedAt)
        : body(toRecord(emission, emittedAt));
  }

  /**
   * The record of what was said: {@link LeadScore}, {@link StageChange} or {@link SalesAlert}.
   *
   * @param emittedAt processing time in epoch millis; only scores carry it
   */
  public static SpecificRecord toRecord(Emission emission, long emittedAt) {
    if (emission instanceof LeadScored scored) {
      return leadScore(scored, emittedAt);
    }
    return emission instanceof StageChanged changed
        ? stageChange(changed)
        : salesAlert((AlertIssued) emission);
  }

  private static LeadScore leadScore(LeadScored scored, long emittedAt) {
    return LeadScore.newBuilder()
        .setLeadId(scored.leadId())
        .setSequence(scored.sequence())
        .setAccountId(scored.accountId())
        .setAsOf(instant(scored.asOf()))
        .setModel(scored.model())
        .setModelVersion(scored.modelVersion())
        .setSignalsVersion(scored.signalsVersion())
        .setRole(scored.role())
        .setEngagement(scored.engagement())
        .setEngagementMin(scored.engagementMin())
        .setEngagementMax(scored.engagementMax())
        .setFit(scored.fit())
        .setGrade(scored.grade())
        .setTemperature(scored.temperature())
        .setLabel(scored.label())
        .setLifecycleStage(scored.lifecycleStage())
        .setCurve(scored.curve().stream().map(OutputEncoder::curveTerm).toList())
        .setValidUntil(instant(scored.validUntil()))
        .setContributions(scored.contributions().stream().map(OutputEncoder::contribution).toList())
        .setNextTemperature(scored.nextTemperature())
        .setCoolsAt(instant(scored.coolsAt()))
        .setEmittedAt(instant(emittedAt))
        .build();
  }

  private static CurveTerm curveTerm(Emission.CurveTerm term) {
    return new CurveTerm(
        term.category(),
        term.value(),
        term.halfLifeMillis(),
        instant(term.holdsUntil()),
        term.floor(),
        term.ceiling());
  }

  private static Contribution contribution(Emission.Contribution line) {
    return new Contribution(
        ContributionKind.valueOf(line.kind().name()),
        line.category(),
        line.signal(),
        line.count(),
        line.suspectCount(),
        line.suspects(),
        line.value());
  }

  private static StageChange stageChange(StageChanged changed) {
    return StageChange.newBuilder()
        .setLeadId(changed.leadId())
        .setSequence(changed.sequence())
        .setAccountId(changed.accountId())
        .setAxis(Axis.valueOf(changed.axis().name()))
        .setFromStage(changed.fromStage())
        .setToStage(changed.toStage())
        .setOccurredAt(instant(changed.occurredAt()))
        .setCause(Cause.valueOf(changed.cause().name()))
        .setEngagement(changed.engagement())
        .setFit(changed.fit())
        .setGrade(changed.grade())
        .setLabel(changed.label())
        .setModel(changed.model())
        .setModelVersion(changed.modelVersion())
        .setRole(changed.role())
        .setSourceCampaign(changed.sourceCampaign())
        .build();
  }

  private static SalesAlert salesAlert(AlertIssued issued) {
    Emission.Bant bant = issued.bant();
    return SalesAlert.newBuilder()
        .setAlertId(issued.alertId())
        .setLeadId(issued.leadId())
        .setSequence(issued.sequence())
        .setAccountId(issued.accountId())
        .setOwner(issued.owner())
        .setDefinition(issued.definition())
        .setOrdinal(Math.toIntExact(issued.ordinal()))
        .setStatus(AlertStatus.valueOf(issued.status().name()))
        .setWithdrawnReason(
            issued.withdrawnReason() == null
                ? null
                : WithdrawnReason.valueOf(issued.withdrawnReason()))
        .setPriority(issued.priority())
        .setOccurredAt(instant(issued.occurredAt()))
        .setCause(Cause.valueOf(issued.cause().name()))
        .setFromStage(issued.fromStage())
        .setToStage(issued.toStage())
        .setEngagement(issued.engagement())
        .setFit(issued.fit())
        .setGrade(issued.grade())
        .setLabel(issued.label())
        .setEvidence(issued.evidence().stream().map(OutputEncoder::evidence).toList())
        .setMoments(issued.moments().stream().map(OutputEncoder::moment).toList())
        .setBant(new Bant(bant.budget(), bant.authority(), bant.need(), bant.timeframe()))
        .setStale(
            issued.stale().stream()
                .map(it -> new StaleAttribute(it.attribute(), instant(it.saidAt())))
                .toList())
        .setCoolsAt(instant(issued.coolsAt()))
        .setRespondBy(instant(issued.respondBy()))
        .setModel(issued.model())
        .setModelVersion(issued.modelVersion())
        .setSignalsVersion(issued.signalsVersion())
        .build();
  }

  private static Evidence evidence(Emission.Evidence line) {
    return new Evidence(
        line.signal(),
        line.label(),
        line.count(),
        line.points(),
        instant(line.lastAt()),
        line.suspectCount(),
        line.suspects());
  }

  private static Moment moment(Emission.Moment moment) {
    return new Moment(
        moment.label(), instant(moment.occurredAt()), moment.asset(), moment.campaign());
  }

  /**
   * What became of one input record.
   *
   * @param leadId the lead that it was judged for, or null
   * @param sequence of that judgement, or null
   * @param detail why, where the fate does not say it, or null
   */
  public static AuditEntry auditEntry(
      String topic,
      int partition,
      long offset,
      Fate fate,
      boolean suspect,
      String leadId,
      Long sequence,
      String detail,
      List<Who.Passed> passed) {
    return AuditEntry.newBuilder()
        .setTopic(topic)
        .setPartition(partition)
        .setOffset(offset)
        .setFate(dev.kizashi.events.Fate.valueOf(fate.name()))
        .setSuspect(suspect)
        .setLeadId(leadId)
        .setSequence(sequence)
        .setDetail(detail)
        .setPassed(passed.stream().map(it -> new Passed(it.key(), it.number())).toList())
        .build();
  }

  /**
   * The Kafka headers that make an alert's record a CloudEvent in binary mode.
   *
   * @param source a URI reference that names this installation
   */
  public static Map<String, String> cloudEventHeaders(AlertIssued alert, String source) {
    return AlertCloudEvent.of(alert, source).kafkaHeaders();
  }

  private static Instant instant(Long epochMillis) {
    return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
  }
}
