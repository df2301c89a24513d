package dev.kizashi.leadscoring;

import static dev.kizashi.leadscoring.Scenario.DAY;
import static dev.kizashi.leadscoring.Scenario.HOUR;
import static dev.kizashi.leadscoring.Scenario.NOON;
import static dev.kizashi.leadscoring.Scenario.pricingView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kizashi.runtime.codec.TransferDecoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.InputTopic;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActiveLeadsTest {
  /** None, a handful, and all of them. */
  private static final List<Long> MEMORIES = List.of(0L, 8_000L, 1L << 24);

  private static final int LEADS = 40;
  private static final int STEPS = 400;
  private static final int PARALLELISM = LeadsHarness.MAX_PARALLELISM;

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 5), LongStream.of(new Random().nextLong()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoever_is_held_is_judged_as_if_read_and_written_every_time(long seed) throws Exception {
    List<List<String>> said = new ArrayList<>();
    for (long memory : MEMORIES) {
      try (Play play = new Play(seed, memory)) {
        for (int step = 0; step < STEPS; step++) {
          play.step();
        }
        said.add(play.end());
      }
    }
    assertThat(said.get(0)).isNotEmpty();
    assertThat(said.get(1)).isEqualTo(said.get(0));
    assertThat(said.get(2)).isEqualTo(said.get(0));
  }

  @Test
  void no_more_than_a_bounded_number_waits_for_a_checkpoint() throws Exception {
    try (LeadsHarness harness = new LeadsHarness(0, false, 1L << 30, 1, 0)) {
      harness.operator.open();
      int beyond = 100;
      for (int lead = 0; lead < ActiveLeads.MOST_UNWRITTEN + beyond; lead++) {
        harness.view("L" + lead, NOON, lead);
      }
      assertThat(written(harness)).isEqualTo(beyond);
      harness.operator.snapshot(1, 1);
      assertThat(written(harness)).isEqualTo(ActiveLeads.MOST_UNWRITTEN + beyond);
    }
  }

  @Test
  void without_memory_every_change_is_written_at_once() throws Exception {
    try (LeadsHarness harness = new LeadsHarness(0, false, 0, 1, 0)) {
      harness.operator.open();
      harness.view("L1", NOON, 1);
      assertThat(written(harness)).isEqualTo(1);
    }
  }

  @Test
  void who_was_silent_longest_makes_room_and_is_written() throws Exception {
    try (LeadsHarness harness = new LeadsHarness(0, false, 20_000, 1, 0)) {
      harness.operator.open();
      for (int lead = 0; lead < 100; lead++) {
        harness.view("L" + lead, NOON, lead);
        harness.view("busy", NOON + lead, 1_000 + lead);
      }
      assertThat(written(harness)).isBetween(80L, 100L);
      try (Stream<Object> keys = keys(harness)) {
        assertThat(keys).contains("L0").doesNotContain("L99", "busy");
      }
    }
  }

  @Test
  void a_backend_that_keeps_objects_is_asked_every_time() throws Exception {
    try (LeadsHarness harness =
        new LeadsHarness(0, false, 1L << 30, 1, 0, new HashMapStateBackend())) {
      harness.operator.open();
      harness.view("L1", NOON, 1);
      assertThat(written(harness)).isEqualTo(1);
    }
  }

  @Test
  void whoever_made_room_or_is_gone_is_not_kept_by_the_line_of_those_to_be_written()
      throws Exception {
    Map<String, LeadState> backend = new HashMap<>();
    String[] key = new String[1];
    ActiveLeads leads =
        new ActiveLeads(
            new MapState(backend, key), id -> key[0] = (String) id, 3_000, new NoMetrics());
    List<WeakReference<LeadState>> refs = new ArrayList<>();
    for (String id : List.of("erased", "silent", "a", "b", "c")) {
      key[0] = id;
      assertThat(leads.of(id)).isNull();
      LeadState state = new LeadState();
      refs.add(new WeakReference<>(state));
      leads.keep(id, state);
      if (id.equals("erased")) {
        leads.remove(id, true);
      }
      leads.makeRoom();
    }
    assertThat(backend).containsOnlyKeys("silent", "a", "b").doesNotContainKey("erased");
    backend.clear();
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(refs.subList(0, 4)).allMatch(ref -> ref.get() == null);
            });
    key[0] = "c";
    assertThat(leads.lookAt("c")).isSameAs(refs.get(4).get()).isNotNull();
  }

  private static long written(LeadsHarness harness) {
    try (Stream<Object> keys = keys(harness)) {
      return keys.count();
    }
  }

  private static Stream<Object> keys(LeadsHarness harness) {
    return harness
        .leads
        .getKeyedStateBackend()
        .getKeys(LeadScoringOperator.STATE, VoidNamespace.INSTANCE);
  }

  private static final class NoMetrics extends UnregisteredMetricsGroup {}

  /** Of whom the key says. */
  private record MapState(Map<String, LeadState> leads, String[] key)
      implements ValueState<LeadState> {
    @Override
    public LeadState value() {
      return leads.get(key[0]);
    }

    @Override
    public void update(LeadState value) {
      leads.put(key[0], value);
    }

    @Override
    public void clear() {
      leads.remove(key[0]);
    }
  }

  /** The same steps for the same seed, whatever the memory. */
  private static final class Play implements AutoCloseable {
    private final Random random;
    private final long memory;
    private final List<String> said = new ArrayList<>();
    private List<LeadsHarness> tasks;
    private long now = NOON;
    private long watermark = NOON - DAY;
    private long offset;
    private long order;
    private long clock;
    private int version = 1;
    private int checkpoint;

    private final Map<String, String> moved = new HashMap<>();

    /** What leads have sent each other, in order. */
    private final Deque<Message> moving = new ArrayDeque<>();

    Play(long seed, long memory) throws Exception {
      this.random = new Random(seed);
      this.memory = memory;
      this.tasks = List.of(new LeadsHarness(0, false, memory, 1, 0));
      tasks.get(0).operator.open();
    }

    void step() throws Exception {
      // Few act at a time, and others later.
      int active = (int) (now / DAY % (LEADS / 8));
      String lead = "L" + (active * 8 + random.nextInt(8));
      int dice = random.nextInt(100);
      if (dice < 70) {
        now += random.nextInt((int) HOUR / 2);
        offset++;
        long at = now - random.nextInt((int) HOUR);
        of(lead).view(lead, at, offset);
      } else if (dice < 78) {
        now += random.nextInt((int) DAY);
        watermark = Math.max(watermark, now - HOUR);
        for (LeadsHarness task : tasks) {
          task.watermark(watermark);
        }
      } else if (dice < 82) {
        of(lead).erase(lead, now, ++order);
        moved.remove(lead);
      } else if (dice < 86) {
        String into = "L" + random.nextInt(LEADS);
        if (!moved.containsKey(lead) && !isUnder(into, lead)) {
          of(lead).send(new Message.MoveTo(lead, into, now, ++order, null, null));
          moved.put(lead, into);
        }
      } else if (dice < 88 && moved.remove(lead) != null) {
        LeadEvent unmerge = pricingView(lead, now, ++offset);
        of(lead).send(new Message.Recall(lead, ++order, unmerge));
      } else if (dice < 90) {
        document();
      } else if (dice < 98) {
        clock++;
        for (LeadsHarness task : tasks) {
          task.operator.setProcessingTime(clock);
        }
      } else {
        restoreAt(1 + random.nextInt(3));
      }
      collect();
      // As by way of a topic: some time later.
      while (!moving.isEmpty() && random.nextInt(3) > 0) {
        Message next = moving.poll();
        of(next.key()).send(next);
        collect();
      }
    }

    /** As the register has it: nobody is part of itself. */
    private boolean isUnder(String part, String whole) {
      for (String at = part; at != null; at = moved.get(at)) {
        if (at.equals(whole)) {
          return true;
        }
      }
      return false;
    }

    private void document() throws Exception {
      version++;
      for (LeadsHarness task : tasks) {
        task.document(Scenario.model(version, 5 + version % 7, now));
      }
    }

    private LeadsHarness of(String lead) {
      return tasks.stream().filter(task -> task.owns(lead)).findAny().orElseThrow();
    }

    private void collect() {
      for (LeadsHarness task : tasks) {
        List<OutputRecord> records = task.emittedRecords();
        records.stream().map(Play::text).sorted().forEach(said::add);
        records.stream()
            .filter(record -> record.topic() == OutputTopic.LEAD_TRANSFERS)
            .map(Play::message)
            .filter(message -> message.station() == Message.Station.LEADS)
            .forEach(moving::add);
      }
    }

    private static String text(OutputRecord record) {
      Function<byte[], String> bytes =
          it -> it == null ? "-" : Base64.getEncoder().encodeToString(it);
      // What moves says which job sent it, which no two runs have in common.
      byte[] value = record.topic() == OutputTopic.LEAD_TRANSFERS ? null : record.value();
      return record.topic() + " " + bytes.apply(record.key()) + " " + bytes.apply(value);
    }

    private static Message message(OutputRecord record) {
      return new TransferDecoder(new WriterSchemas(new Scenario.StoredSchemas()))
          .decode(
              WireFormat.frame(Scenario.TRANSFER_SCHEMA, record.value()),
              new LeadEvent.Origin(InputTopic.LEAD_TRANSFERS, 0, 0))
          .message();
    }

    private void restoreAt(int parallelism) throws Exception {
      checkpoint++;
      List<OperatorSubtaskState> parts = new ArrayList<>();
      for (LeadsHarness task : tasks) {
        parts.add(task.operator.snapshot(checkpoint, checkpoint));
      }
      collect();
      close();
      OperatorSubtaskState whole =
          AbstractStreamOperatorTestHarness.repackageState(
              parts.toArray(OperatorSubtaskState[]::new));
      int before = tasks.size();
      tasks = new ArrayList<>();
      for (int subtask = 0; subtask < parallelism; subtask++) {
        LeadsHarness task = new LeadsHarness(0, false, memory, parallelism, subtask);
        tasks.add(task);
        task.operator.setProcessingTime(clock);
        task.operator.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, PARALLELISM, before, parallelism, subtask));
        task.operator.open();
        task.watermark(watermark);
      }
    }

    /** What every lead says when it acts once more, so that nothing stays unseen. */
    List<String> end() throws Exception {
      restoreAt(1);
      while (!moving.isEmpty()) {
        Message next = moving.poll();
        of(next.key()).send(next);
        collect();
      }
      for (int lead = 0; lead < LEADS; lead++) {
        tasks.get(0).view("L" + lead, now + HOUR, ++offset);
      }
      tasks.get(0).watermark(now + 1000 * DAY);
      collect();
      return said;
    }

    @Override
    public void close() throws Exception {
      for (LeadsHarness task : tasks) {
        task.close();
      }
    }
  }
}
