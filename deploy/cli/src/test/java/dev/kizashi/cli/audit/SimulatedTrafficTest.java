package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.events.Fate;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Step;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the engine itself makes of simulated traffic, under the documents that we ship. */
class SimulatedTrafficTest {
  private static final Path DOCUMENTS = Path.of("..", "..", "docs", "models", "b2b-default");
  private static final int EVENTS = Integer.getInteger("kizashi.audit.events", 4_000);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final long DISORDER_MILLIS = Duration.ofSeconds(5).toMillis();

  private final SignalCatalogue catalogue;
  private final ScoringModel model;
  private final Recognition recognition;
  private final LeadJudge judge;
  private final Scene scene;
  private final Map<String, LeadState> leads = new HashMap<>();

  SimulatedTrafficTest() throws IOException {
    catalogue =
        Documents.catalogue("signals.yaml", Files.readString(DOCUMENTS.resolve("signals.yaml")))
            .value()
            .orElseThrow();
    model =
        Documents.model("model.yaml", Files.readString(DOCUMENTS.resolve("model.yaml")))
            .value()
            .orElseThrow();
    recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
    judge = new LeadJudge(Rulebook.always(new Rules(model, catalogue)));
    scene = new Scene(model, catalogue);
  }

  @Test
  void the_engine_passes_the_audit() {
    Iterator<TrafficEvent> traffic =
        new Traffic(TrafficSettings.of(11, EVENTS / 25, START).withDisorder(0.02, 0.05));
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < EVENTS; i++) {
      TrafficEvent event = traffic.next();
      arrives(event);
      watermark = Math.max(watermark, event.occurredAt() - DISORDER_MILLIS);
      if (i % 20 == 0) {
        passes(watermark);
      }
    }
    passes(watermark + Duration.ofDays(60).toMillis());

    Findings findings = scene.audited(JudgedBy.BOTH);

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven()).isEmpty();
    assertThat(findings.count(Checked.RECORDS)).isEqualTo(EVENTS);
    assertThat(findings.count(Checked.STAGE_CHANGES)).isPositive();
    assertThat(findings.count(Checked.ALERTS)).isPositive();
    assertThat(scene.auditedWithoutTrail().first()).isEmpty();
  }

  private void arrives(TrafficEvent arriving) {
    Decoded decoded = EventDecoder.ofRecord(arriving.topic(), arriving.record());
    Place place = scene.logged(arriving.topic(), decoded, arriving.arrivesAt());
    LeadEvent.Origin origin = new LeadEvent.Origin(place.topic(), 0, place.offset());
    decoded.fold(
        behaviour -> {
          Recognised recognised = recognition.behaviour(behaviour.event(), origin);
          if (recognised.event() == null) {
            Fate fate = Fate.valueOf(recognised.fate().name());
            scene.trail.add(new Entry(place, fate, false, null, 0, null));
          } else {
            judged(place, recognised.event());
          }
          return null;
        },
        crm -> {
          judged(
              place,
              Recognition.crm(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin));
          return null;
        },
        unusable -> {
          scene.buries(place, unusable.reason());
          return null;
        });
  }

  private void judged(Place place, LeadEvent event) {
    LeadState state = leads.computeIfAbsent(event.leadId(), it -> new LeadState());
    Step step = judge.onEvent(event.leadId(), state, event);
    scene.say(step.emissions());
    scene.trail.add(
        new Entry(
            place,
            Fate.valueOf(step.fate().name()),
            step.suspect(),
            event.leadId(),
            step.sequence(),
            step.sequence() == 0
                ? null
                : Versions.name(model.name(), model.version(), catalogue.version())));
  }

  private void passes(long watermark) {
    leads.forEach(
        (leadId, state) -> {
          if (judge.isDue(state, watermark)) {
            scene.say(judge.onTime(leadId, state, watermark));
          }
        });
  }
}
