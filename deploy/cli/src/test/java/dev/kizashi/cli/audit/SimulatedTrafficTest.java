package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** What the engine itself makes of simulated traffic, under the documents that we ship. */
class SimulatedTrafficTest {
  private static final Path DOCUMENTS = Path.of("..", "..", "docs", "models", "b2b-default");
  private static final int EVENTS = Integer.getInteger("kizashi.audit.events", 4_000);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final long DISORDER_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Scene scene;

  SimulatedTrafficTest() throws IOException {
    SignalCatalogue catalogue =
        Documents.catalogue("signals.yaml", Files.readString(DOCUMENTS.resolve("signals.yaml")))
            .value()
            .orElseThrow();
    ScoringModel model =
        Documents.model("model.yaml", Files.readString(DOCUMENTS.resolve("model.yaml")))
            .value()
            .orElseThrow();
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
        scene.passes(watermark);
      }
    }
    scene.passes(watermark + Duration.ofDays(60).toMillis());

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
    scene.isSent(scene.logged(arriving.topic(), decoded, arriving.arrivesAt()), decoded);
    scene.cluster().settles();
  }
}
