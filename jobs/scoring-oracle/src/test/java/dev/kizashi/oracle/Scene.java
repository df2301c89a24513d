package dev.kizashi.oracle;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A world that is told things one after the other, while time passes with what it is told. */
final class Scene {
  private final NaiveWorld world;
  private long watermark = Long.MIN_VALUE / 2;
  private int told;

  Scene(Sample sample) {
    this(sample, Bounds.USUAL);
  }

  Scene(Sample sample, Bounds bounds) {
    world =
        new NaiveWorld(
            sample.build(),
            sample.catalogue(),
            address -> address.substring(address.indexOf('@') + 1),
            bounds);
  }

  NaiveWorld world() {
    return world;
  }

  NaiveLead lead(String leadId) {
    return world.leadOf(leadId).orElseThrow();
  }

  Fate fate() {
    return world.lastFate();
  }

  /** What a lead is worth when the last record is told; nothing for one that has no score. */
  double score(String leadId) {
    return world.scores(watermark).stream()
        .filter(score -> score.leadId().equals(leadId))
        .mapToDouble(LeadScored::engagement)
        .sum();
  }

  List<String> scored() {
    return world.scores(watermark).stream().map(LeadScored::leadId).toList();
  }

  // ---- telling ------------------------------------------------------------------------------

  List<Emission> pass(long until) {
    watermark = Math.max(watermark, until);
    return world.timersUpTo(watermark);
  }

  List<Emission> tell(Event event) {
    List<Emission> said = new ArrayList<>(pass(event.occurredAt()));
    said.addAll(world.event(event));
    return said;
  }

  List<Emission> tell(Event.Builder event) {
    return tell(event.build());
  }

  Event.Builder event(String type, long occurredAt) {
    told++;
    return Event.on(InputTopic.CLICKSTREAM)
        .with(EventField.EVENT_ID, "e" + told)
        .with(EventField.OCCURRED_AT, occurredAt)
        .with(EventField.TYPE, type);
  }

  /** Nobody knows who. */
  List<Emission> visits(String visitorId, String type, long occurredAt) {
    return tell(event(type, occurredAt).with(EventField.VISITOR_ID, visitorId));
  }

  List<Emission> does(String leadId, String type, long occurredAt) {
    return tell(event(type, occurredAt).with(EventField.LEAD_ID, leadId));
  }

  List<Emission> mails(String address, String type, long occurredAt) {
    return tell(event(type, occurredAt).with(EventField.EMAIL, address));
  }

  /** On a visitor's machine somebody says who it is. */
  List<Emission> names(String visitorId, String leadId, String type, long occurredAt) {
    return tell(
        event(type, occurredAt)
            .with(EventField.VISITOR_ID, visitorId)
            .with(EventField.LEAD_ID, leadId));
  }

  List<Emission> claims(String leadId, String address, String type, long occurredAt) {
    return tell(
        event(type, occurredAt).with(EventField.LEAD_ID, leadId).with(EventField.EMAIL, address));
  }

  List<Emission> crm(String leadId, long occurredAt, CrmUpdate update) {
    told++;
    return crm(leadId, "c" + told, occurredAt, update);
  }

  List<Emission> crm(String leadId, String eventId, long occurredAt, CrmUpdate update) {
    List<Emission> said = new ArrayList<>(pass(occurredAt));
    said.addAll(world.crm(leadId, eventId, occurredAt, update));
    return said;
  }

  List<Emission> merges(String leadId, String other, long occurredAt) {
    return crm(leadId, occurredAt, identity(Kind.MERGED, other));
  }

  List<Emission> unmerges(String leadId, String other, long occurredAt) {
    return crm(leadId, occurredAt, identity(Kind.UNMERGED, other));
  }

  List<Emission> erases(String leadId, long occurredAt) {
    return crm(leadId, occurredAt, identity(Kind.ERASED, null));
  }

  static CrmUpdate identity(Kind kind, String other) {
    return new CrmUpdate(kind, Map.of(), null, null, null, null, null, other, null);
  }

  // ---- what is said -------------------------------------------------------------------------

  /** One word each: {@code L1#3 cold>warm IDENTITY}, {@code L1#3 +alert}, {@code L1#3 12.0}. */
  static List<String> words(List<Emission> said) {
    return said.stream().map(Scene::word).toList();
  }

  private static String word(Emission said) {
    String who = said.leadId() + "#" + said.sequence() + " ";
    if (said instanceof LeadScored score) {
      return who + score.engagement();
    } else if (said instanceof StageChanged change) {
      return who + change.fromStage() + ">" + change.toStage() + " " + change.cause();
    } else if (said instanceof AlertIssued alert) {
      return who
          + (alert.status() == AlertIssued.Status.RAISED ? "+" : "-")
          + alert.definition()
          + (alert.withdrawnReason() == null ? "" : " " + alert.withdrawnReason());
    } else if (said instanceof ScoreRemoved) {
      return who + "removed";
    }
    return said instanceof LeadErased ? said.leadId() + " erased" : "?";
  }
}
