package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Couriers that come and go in any order, against what the queues promise. */
class LeadQueuesProperties {
  private static final int LEADS = 4;

  private long now;

  @Property
  void aLeadsAlertsAreDoneInTheirOrderAndNeverTwoAtOnce(
      @ForAll @IntRange(max = 80) int alerts, @ForAll long seed) {
    Random random = new Random(seed);
    LeadQueues queues = new LeadQueues(() -> now);
    PartitionProgress progress = new PartitionProgress();
    Map<Object, List<Long>> added = new HashMap<>();
    Map<Object, List<Long>> done = new HashMap<>();
    List<Undelivered> out = new ArrayList<>();
    long offset = 0;

    while (offset < alerts || queues.size() > 0) {
      int step = random.nextInt(4);
      if (step == 0 && offset < alerts) {
        Undelivered alert = Alerts.record(progress, 0, offset++, "L" + random.nextInt(LEADS));
        added.computeIfAbsent(alert.lead(), it -> new ArrayList<>()).add(alert.offset());
        queues.add(alert);
      } else if (step == 1) {
        now += random.nextInt(50);
      } else if (step == 2) {
        Undelivered next = queues.poll();
        if (next != null) {
          out.add(next);
        }
      } else if (!out.isEmpty()) {
        Undelivered back = out.remove(random.nextInt(out.size()));
        if (random.nextInt(3) == 0) {
          queues.again(back, random.nextInt(100));
        } else {
          done.computeIfAbsent(back.lead(), it -> new ArrayList<>()).add(back.offset());
          queues.done(back);
        }
      }
      assertThat(out.stream().map(Undelivered::lead)).doesNotHaveDuplicates();
      assertThat(queues.out()).isEqualTo(out.size());
    }
    assertThat(done).isEqualTo(added);
  }

  @Property
  void nothingOfAPartitionThatWentIsGivenOutAnyMoreAndTheOthersGoOn(@ForAll long seed) {
    Random random = new Random(seed);
    LeadQueues queues = new LeadQueues(() -> now);
    PartitionProgress gone = new PartitionProgress();
    PartitionProgress kept = new PartitionProgress();
    Set<Long> left = new HashSet<>();
    for (long offset = 0; offset < 40; offset++) {
      boolean ours = random.nextBoolean();
      queues.add(
          Alerts.record(ours ? kept : gone, ours ? 1 : 0, offset, "L" + random.nextInt(LEADS)));
      if (ours) {
        left.add(offset);
      }
    }
    List<Undelivered> out = new ArrayList<>();
    for (int i = random.nextInt(LEADS + 1); i > 0; i--) {
      Undelivered taken = queues.poll();
      if (random.nextBoolean()) {
        queues.again(taken, random.nextInt(100));
      } else {
        out.add(taken);
      }
    }

    queues.abandon(gone);

    for (Undelivered back : out) {
      // One that was out may come back either way.
      if (random.nextBoolean()) {
        queues.again(back, 0);
      } else {
        left.remove(back.offset());
        queues.done(back);
      }
    }
    now += 1_000;
    for (Undelivered next = queues.poll(); next != null; next = queues.poll()) {
      assertThat(next.progress()).isSameAs(kept);
      assertThat(left.remove(next.offset())).isTrue();
      queues.done(next);
    }
    assertThat(left).isEmpty();
    assertThat(queues.size()).isZero();
    assertThat(queues.bytes()).isZero();
    assertThat(queues.out()).isZero();
  }
}
