package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Axis;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.StageChange;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every kind of unusable record among good ones, on all four input topics. How many of each kind:
 * the system property {@code kizashi.malformed}.
 */
class MalformedInputIT {
  private static final int EACH = Integer.getInteger("kizashi.malformed", 1_000);
  private static final int GOOD = 20_000;
  private static final int OVERSIZED = 5;
  private static final int OVERSIZED_BYTES = 10 << 20;
  private static final long SEED = 20261123;

  /** Both are warm at first; the one that looked at prices stays so for longer. */
  private static final String SOON_COLD = "soon-cold";

  private static final String LATER_COLD = "later-cold";

  private static final List<InputTopic> TOPICS =
      List.of(
          InputTopic.CLICKSTREAM,
          InputTopic.EMAIL_ENGAGEMENT,
          InputTopic.OFFLINE_ACTIVITY,
          InputTopic.CRM_UPDATES);

  private static ScoringStack stack;

  private final Map<Place, Sent> sent = new ConcurrentHashMap<>();
  private final List<Exception> unsent = Collections.synchronizedList(new ArrayList<>());

  private record Place(String topic, int partition, long offset) {}

  /** A record as it was written; {@code reason} is null for a good one. */
  private record Sent(Fate fate, String reason, String key, String digest, long timestamp) {}

  @BeforeAll
  static void start() {
    stack =
        ScoringStack.start(
            // Room for what a careless producer sends.
            StackSettings.builder().brokerOption("message.max.bytes", "16777216"),
            // Only events move time.
            "--watermarks.idle-pace=0",
            "--watermarks.idleness=1 s");
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void what_cannot_be_used_is_set_aside_whole_and_changes_nothing_for_the_rest() {
    CommittedRecords letters = stack.read(OutputTopic.DEAD_LETTERS);
    CommittedRecords trail = stack.read(OutputTopic.AUDIT_TRAIL);
    CommittedRecords changes = stack.read(OutputTopic.STAGE_CHANGES);
    Map<DeadLetterReason, Integer> injected = sendAll();

    int letterCount = injected.values().stream().mapToInt(count -> count).sum();
    trail.until(entries -> entries.size() >= sent.size());
    Map<DeadLetterReason, Integer> buried = new EnumMap<>(DeadLetterReason.class);
    for (ConsumerRecord<byte[], byte[]> letter :
        letters.until(come -> come.size() >= letterCount)) {
      assertLetterIsWhatWasSent(letter);
      buried.merge(DeadLetterReason.valueOf(header(letter, "dl.reason")), 1, Integer::sum);
    }
    assertThat(buried).isEqualTo(injected);
    assertThat(fates(trail)).isEqualTo(expectedFates());

    Instant first = coolsAt(SOON_COLD, 1);
    assertThat(first).isAfter(GoodRecord.FIRST.plus(Duration.ofDays(30)));
    assertThat(coolsAt(LATER_COLD, 2)).isBetween(first.plus(Duration.ofDays(1)), Instant.now());
    // Every partition but this event's is taken for idle before time moves.
    stack.send(view("somebody", first.plus(Duration.ofHours(1))));
    changes.until(StageChange.class, all -> all.stream().anyMatch(MalformedInputIT::isCooling));
    assertThat(changes.soFar(StageChange.class))
        .filteredOn(MalformedInputIT::isCooling)
        .extracting(StageChange::getLeadId, StageChange::getOccurredAt, StageChange::getCause)
        .containsExactly(tuple(SOON_COLD, first, Cause.COOLING));

    assertThat(trail.until(entries -> entries.size() > sent.size())).hasSize(sent.size() + 1);
    assertThat(letters.soFar()).hasSize(letterCount);
    assertThat(stack.restarts()).isZero();
  }

  private Map<DeadLetterReason, Integer> sendAll() {
    Writers writers = new Writers(stack);
    List<Malformed> kinds = new ArrayList<>(Collections.nCopies(GOOD, null));
    for (Malformed kind : Malformed.values()) {
      kinds.addAll(Collections.nCopies(EACH, kind));
    }
    Collections.shuffle(kinds, new Random(SEED));

    Map<DeadLetterReason, Integer> injected = new EnumMap<>(DeadLetterReason.class);
    for (String line :
        List.of(form(SOON_COLD), form(LATER_COLD), view(LATER_COLD, GoodRecord.FIRST))) {
      JsonLines.Line read = JsonLines.read(line);
      send(read.topic(), null, stack.framed(read.topic(), read.record()), Fate.SCORED, null);
    }
    for (int number = 0; number < kinds.size(); number++) {
      GoodRecord good = new GoodRecord(TOPICS.get(number % TOPICS.size()), number);
      Malformed kind = kinds.get(number);
      if (kind == null) {
        byte[] value = number % 10 == 0 ? writers.wider(good) : writers.ours(good);
        send(good.topic(), key(number), value, good.fate(), null);
      } else {
        injected.merge(kind.reason(), 1, Integer::sum);
        send(good.topic(), key(number), kind.value(good, writers), Fate.DEAD_LETTER, kind.reason());
      }
    }
    for (int i = 0; i < OVERSIZED; i++) {
      GoodRecord good = new GoodRecord(InputTopic.CLICKSTREAM, kinds.size() + i);
      byte[] value =
          writers.ours(good, good.with("properties", Map.of("notes", "x".repeat(OVERSIZED_BYTES))));
      injected.merge(DeadLetterReason.TOO_LARGE, 1, Integer::sum);
      send(good.topic(), key(i), value, Fate.DEAD_LETTER, DeadLetterReason.TOO_LARGE);
    }
    stack.flush();
    assertThat(unsent).isEmpty();
    assertThat(sent).hasSize(3 + kinds.size() + OVERSIZED);
    return injected;
  }

  /** Every third record has none. */
  private static byte[] key(int number) {
    return number % 3 == 0 ? null : ("key-" + number).getBytes(StandardCharsets.UTF_8);
  }

  private void send(
      InputTopic topic, byte[] key, byte[] value, Fate fate, DeadLetterReason reason) {
    String digest = digest(value);
    stack.send(
        topic,
        key,
        value,
        (metadata, failure) -> {
          if (failure != null) {
            unsent.add(failure);
            return;
          }
          sent.put(
              new Place(metadata.topic(), metadata.partition(), metadata.offset()),
              new Sent(
                  fate,
                  reason == null ? null : reason.name(),
                  text(key),
                  digest,
                  metadata.timestamp()));
        });
  }

  private void assertLetterIsWhatWasSent(ConsumerRecord<byte[], byte[]> letter) {
    Place place =
        new Place(
            header(letter, "dl.topic"),
            Integer.parseInt(header(letter, "dl.partition")),
            Long.parseLong(header(letter, "dl.offset")));
    assertThat(
            new Sent(
                Fate.DEAD_LETTER,
                header(letter, "dl.reason"),
                text(letter.key()),
                digest(letter.value()),
                Long.parseLong(header(letter, "dl.timestamp"))))
        .isEqualTo(sent.get(place));
    assertThat(header(letter, "dl.detail")).isNotBlank().doesNotContain("\n", "ann", "acme");
    assertThat(header(letter, "dl.job_version")).isNotBlank();
  }

  /** By place; a place that stands in the trail twice fails. */
  private static Map<Place, Fate> fates(CommittedRecords trail) {
    return trail.soFar(AuditEntry.class).stream()
        .collect(
            Collectors.toMap(
                entry -> new Place(entry.getTopic(), entry.getPartition(), entry.getOffset()),
                AuditEntry::getFate));
  }

  private Map<Place, Fate> expectedFates() {
    return sent.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().fate()));
  }

  /** What the score after that many judgements says. */
  private static Instant coolsAt(String lead, long sequence) {
    Predicate<LeadScore> asked =
        score -> score.getLeadId().equals(lead) && score.getSequence() == sequence;
    return stack
        .read(OutputTopic.LEAD_SCORES)
        .until(LeadScore.class, all -> all.stream().anyMatch(asked))
        .stream()
        .filter(asked)
        .findFirst()
        .orElseThrow()
        .getCoolsAt();
  }

  private static boolean isCooling(StageChange change) {
    return List.of(SOON_COLD, LATER_COLD).contains(change.getLeadId())
        && change.getAxis() == Axis.TEMPERATURE
        && change.getToStage().equals("cold");
  }

  private static String form(String lead) {
    return """
    {"topic":"clickstream","event_id":"form","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}"""
        .formatted(GoodRecord.FIRST, lead);
  }

  private static String view(String lead, Instant at) {
    return """
    {"topic":"clickstream","event_id":"view-%s","occurred_at":"%s","type":"page_view","lead_id":"%s","url":"https://example.com/pricing","dwell_ms":30000}"""
        .formatted(at, at, lead);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static String digest(byte[] value) {
    if (value == null) {
      return "null";
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
