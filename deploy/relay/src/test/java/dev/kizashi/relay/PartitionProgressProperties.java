package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the order in which alerts are done, a restart begins before the first that is not. */
class PartitionProgressProperties {

  /**
   * @param gaps offsets that lie between one record and the next: markers of transactions
   */
  @Property
  void nothingIsCommittedBeyondARecordThatIsNotDone(
      @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> gaps, @ForAll long seed) {
    Random random = new Random(seed);
    PartitionProgress progress = new PartitionProgress();
    List<Long> open = new ArrayList<>();
    List<Integer> unread = new ArrayList<>(gaps);
    long next = random.nextInt(1_000);
    long before = 0;
    while (!unread.isEmpty() || !open.isEmpty()) {
      if (!unread.isEmpty() && (open.isEmpty() || random.nextBoolean())) {
        next += unread.remove(0);
        progress.took(next, 0);
        open.add(next++);
      } else {
        progress.done(open.remove(random.nextInt(open.size())));
      }
      if (random.nextInt(4) == 0) {
        progress.reached(next);
      }

      long committable = progress.committable().orElseThrow();
      assertThat(open).allMatch(offset -> committable <= offset);
      assertThat(committable).isGreaterThanOrEqualTo(before);
      assertThat(open.isEmpty() ? next : smallest(open)).isEqualTo(committable);
      before = committable;
    }
  }

  private static long smallest(List<Long> offsets) {
    return offsets.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  @Property(tries = 1)
  void nothingIsCommittedBeforeAnythingIsKnown() {
    assertThat(new PartitionProgress().committable()).isEqualTo(OptionalLong.empty());
  }

  @Property(tries = 1)
  void whatLiesBehindTheLastRecordIsCommittedOnceThatIsDone() {
    PartitionProgress progress = new PartitionProgress();
    progress.took(5, 70);
    progress.took(6, 80);
    progress.reached(9);
    assertThat(progress.committable()).hasValue(5);
    assertThat(progress.oldest()).hasValue(70);

    progress.done(5);
    assertThat(progress.committable()).hasValue(6);
    assertThat(progress.oldest()).hasValue(80);

    progress.done(6);
    assertThat(progress.committable()).hasValue(9);
    assertThat(progress.oldest()).isEmpty();
  }
}
