package dev.kizashi.cli.audit;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.time.Instant;
import java.util.Map;

/** Two leads, one of whom gets hot, and a record of every fate. */
final class OneDay {
  static final String SIGNALS =
      """
      version: 1
      signals:
        pricing-view:
          on: page_view
          where: {path: "/pricing*"}
          label: Viewed pricing
        page-view:
          on: page_view
          where: {path: "/*"}
          label: Viewed a page
      exclude:
        user_agents: ["*bot*"]
      """;
  static final String MODEL =
      """
      model: demo
      version: %d
      signals_version: 1
      effective_from: 2026-01-01T00:00:00Z
      categories: {web: {}}
      scoring:
        pricing-view: {category: web, points: %d, half_life: 1d}
        page-view: {category: web, points: 1, half_life: 1d}
      temperatures: [{name: cold}, {name: warm, enter: 30, exit: 20}, {name: hot, enter: 70, exit: 50}]
      alerts:
        got-hot: {on: {temperature: hot}}
      """;

  private OneDay() {}

  /** What a job without a fault leaves of it. */
  static Scene judged() {
    Scene scene = new Scene(model(1, 40), catalogue());
    scene.arrives(views("e1", "L1", "10:00", "/pricing"));
    scene.arrives(views("e2", "L1", "10:05", "/about"));
    scene.arrives(views("e3", "L1", "10:10", "/pricing"));
    scene.arrives(views("e3", "L1", "10:10", "/pricing"));
    scene.arrives(views("e4", "L2", "10:20", "/pricing"));
    scene.arrives(profile("c1", "L1", "10:30"));
    scene.arrives(asks("c2", "L1", "10:31"));
    scene.arrives(visits("e5", "v1", "10:40", "/pricing"));
    scene.arrives(downloads("e6", "L1", "10:45"));
    scene.arrives(new Unusable(DeadLetterReason.UNDECODABLE, "the value is empty"));
    scene.quarantines(views("e7", "L1", "23:00", "/pricing").event(), at("10:50"));
    scene.passes(at("10:50") + 3 * 86_400_000L);
    scene.arrives(views("e8", "L1", "11:00", "/about"));
    scene.passes(at("10:50") + 30 * 86_400_000L);
    return scene;
  }

  static SignalCatalogue catalogue() {
    return Documents.catalogue("signals.yaml", SIGNALS).value().orElseThrow();
  }

  static ScoringModel model(int version, int points) {
    return Documents.model("model.yaml", MODEL.formatted(version, points)).value().orElseThrow();
  }

  static long at(String time) {
    return Instant.parse("2026-03-02T" + time + ":00Z").toEpochMilli();
  }

  static Decoded.Behaviour views(String id, String leadId, String time, String path) {
    return behaviour(id, leadId, time, "page_view", "https://www.example.com" + path);
  }

  /** Nobody knows who. */
  static Decoded.Behaviour visits(String id, String visitorId, String time, String path) {
    return new Decoded.Behaviour(
        Event.on(InputTopic.CLICKSTREAM)
            .with(EventField.EVENT_ID, id)
            .with(EventField.OCCURRED_AT, at(time))
            .with(EventField.TYPE, "page_view")
            .with(EventField.VISITOR_ID, visitorId)
            .with(EventField.URL, "https://www.example.com" + path)
            .build());
  }

  static Decoded.Behaviour downloads(String id, String leadId, String time) {
    return behaviour(id, leadId, time, "file_download", null);
  }

  static Decoded.Behaviour behaviour(
      String id, String leadId, String time, String type, String url) {
    return new Decoded.Behaviour(
        Event.on(InputTopic.CLICKSTREAM)
            .with(EventField.EVENT_ID, id)
            .with(EventField.OCCURRED_AT, at(time))
            .with(EventField.TYPE, type)
            .with(EventField.LEAD_ID, leadId)
            .with(EventField.URL, url)
            .build());
  }

  static Decoded.Crm profile(String id, String leadId, String time) {
    return crm(id, leadId, time, CrmUpdate.Kind.PROFILE_UPSERTED);
  }

  static Decoded.Crm asks(String id, String leadId, String time) {
    return crm(id, leadId, time, CrmUpdate.Kind.ALERT_ACKNOWLEDGED);
  }

  static Decoded.Crm crm(String id, String leadId, String time, CrmUpdate.Kind kind) {
    return new Decoded.Crm(
        id,
        at(time),
        leadId,
        new CrmUpdate(kind, Map.of(), null, null, "aoi", null, null, null, null));
  }
}
