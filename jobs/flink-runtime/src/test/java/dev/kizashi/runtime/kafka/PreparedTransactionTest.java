package dev.kizashi.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What brokers really say is in CommittedAgainIT. */
class PreparedTransactionTest {
  private static final long PRODUCER = 7;

  @ParameterizedTest
  @CsvSource({
    "COMPLETE_COMMIT, 3, true",
    "COMPLETE_COMMIT, 4, true",
    "COMPLETE_COMMIT, 5, false",
    "COMPLETE_COMMIT, 2, false",
    "PREPARE_COMMIT, 3, true",
    "PREPARE_COMMIT, 4, true",
    "EMPTY, 4, true",
    "EMPTY, 3, false",
    "EMPTY, 5, false",
    "COMPLETE_ABORT, 3, false",
    "COMPLETE_ABORT, 4, false",
    "PREPARE_ABORT, 4, false",
    "PREPARE_EPOCH_FENCE, 4, false",
    "ONGOING, 3, false",
    "ONGOING, 4, false",
    "UNKNOWN, 3, false"
  })
  void what_was_written_in_epoch_3_is_committed(
      TransactionState state, int epoch, boolean committed) {
    assertThat(written().isCommitted(now(state, PRODUCER, epoch))).isEqualTo(committed);
    assertThat(written().isCommitted(now(state, PRODUCER + 1, epoch))).isFalse();
  }

  private static PreparedTransaction written() {
    return new PreparedTransaction("outputs-0-12", PRODUCER, 3);
  }

  private static TransactionDescription now(TransactionState state, long producer, int epoch) {
    return new TransactionDescription(
        1, state, producer, epoch, 900_000, OptionalLong.empty(), Set.of());
  }
}
