package dev.kizashi.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadStateCodecTest {
  private static final long HOUR = 3_600_000L;
  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  private static final List<String> SIGNALS =
      List.of("page-view", "pricing-view", "email-click", "document", "site-search", "key-page");

  /** The shipped model and catalogue. */
  private final LeadJudge judge = new LeadJudge(Rulebook.always(shipped()));

  @Test
  void a_lead_with_thirty_facts_takes_at_most_three_hundred_bytes() {
    LeadState state = new LeadState();
    for (int i = 0; i < 30; i++) {
      judge.onEvent("L1", state, event(i, NOON + i * 7 * HOUR, SIGNALS.get(i % 6)));
    }
    assertThat(state.facts.size()).isEqualTo(30);
    assertThat(bytes(state)).hasSizeLessThanOrEqualTo(300);
  }

  /** How many events: the system property {@code kizashi.events-of-one-lead}. */
  @Test
  void a_lead_with_ever_so_many_events_is_no_larger_than_one_with_many() {
    int many = 20_000;
    int everSoMany = Integer.getInteger("kizashi.events-of-one-lead", 100_000);
    LeadState state = new LeadState();
    long day = 24 * HOUR;
    int afterMany = 0;
    for (int i = 0; i < everSoMany; i++) {
      judge.onEvent("L1", state, event(i, NOON + i * 7919L % day, SIGNALS.get(i % 6)));
      if (i == many) {
        afterMany = bytes(state).length;
      }
    }
    // Counts become longer numbers, and nothing becomes more.
    assertThat(bytes(state).length).isBetween(afterMany / 2, afterMany + 2 * state.facts.size());
    assertThat(afterMany).isLessThan(20_000);
  }

  @Test
  void bytes_say_everything() {
    LeadState state = new LeadState();
    for (int i = 0; i < 300; i++) {
      judge.onEvent("L1", state, event(i, NOON + i * HOUR / 3, SIGNALS.get(i % 6)));
    }
    judge.onEvent(
        "L1",
        state,
        Recognition.crm(
            "L1",
            "c1",
            NOON,
            new CrmUpdate(
                CrmUpdate.Kind.PROFILE_UPSERTED,
                Map.of("title", "Direktorin für Öl", "need", ""),
                "a@acme.example",
                "A1",
                "sam",
                null,
                null,
                null,
                null),
            new LeadEvent.Origin(InputTopic.CRM_UPDATES, 0, 1)));
    byte[] once = bytes(state);
    LeadState read = LeadStateCodec.read(new ByteReader(once));
    assertThat(bytes(read)).isEqualTo(once);
    assertThat(judge.scoreAt("L1", read, NOON + 200 * HOUR))
        .isEqualTo(judge.scoreAt("L1", state, NOON + 200 * HOUR));
  }

  @Test
  void a_version_from_the_future_is_refused() {
    byte[] bytes = bytes(new LeadState());
    bytes[0] = 9;
    assertThatThrownBy(() -> LeadStateCodec.read(new ByteReader(bytes)))
        .hasMessage("lead state of version 9; this job reads version 3");
  }

  @Test
  void every_prefix_of_a_state_is_refused() {
    LeadState state = new LeadState();
    judge.onEvent("L1", state, event(1, NOON, "pricing-view"));
    byte[] whole = bytes(state);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LeadStateCodec.read(new ByteReader(part)))
          .isInstanceOfAny(
              IndexOutOfBoundsException.class,
              IllegalArgumentException.class,
              IllegalStateException.class);
    }
  }

  private static LeadEvent event(int id, long occurredAt, String signal) {
    return new LeadEvent(
        Who.lead("L1"),
        new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, id),
        Hashes.ofText("event-" + id),
        occurredAt,
        List.of(new Hit(Hashes.ofSignal(signal), null)),
        Marks.CLEAN,
        null,
        null,
        Map.of(),
        null,
        null);
  }

  private static byte[] bytes(LeadState state) {
    ByteWriter out = new ByteWriter();
    LeadStateCodec.write(state, out);
    return out.toByteArray();
  }

  private static Rules shipped() {
    return new Rules(
        Documents.model("model.yaml", text("model.yaml")).value().orElseThrow(),
        Documents.catalogue("signals.yaml", text("signals.yaml")).value().orElseThrow());
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of("../../docs/models/b2b-default", file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
