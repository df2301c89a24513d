package dev.kizashi.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.runtime.kafka.PreparedTransaction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenUpTest {
  private static final String REQUEST =
      "CommitRequestImpl{state=RECEIVED, numRetries=0, committable=KafkaCommittable{producerId=%d,"
          + " epoch=%d, transactionalId='kizashi-lead-scoring-1-42', producer=null}}";

  @TempDir private Path logs;

  @Test
  void each_refused_transaction_is_found_once_however_it_is_refused() throws Exception {
    Files.writeString(
        logs.resolve("taskmanager-1.log"),
        """
        {"level":"INFO","message":"Committing KafkaCommittable{producerId=1, epoch=0, transactionalId='fine'"}
        {"level":"ERROR","message":"Unable to commit transaction (%s) because its producer is already fenced."}
        {"level":"ERROR","message":"Unable to commit transaction (%s) because its producer is already fenced."}
        """
            .formatted(REQUEST.formatted(7, 0), REQUEST.formatted(7, 0)));
    Files.writeString(
        logs.resolve("taskmanager-2.log"),
        """
        {"level":"ERROR","message":"Unable to commit transaction (%s) because it's in an invalid state."}
        """
            .formatted(REQUEST.formatted(8, 3)));
    assertThat(GivenUp.in(logs))
        .containsExactlyInAnyOrder(
            new PreparedTransaction("kizashi-lead-scoring-1-42", 7, 0),
            new PreparedTransaction("kizashi-lead-scoring-1-42", 8, 3));
  }

  @Test
  void a_line_that_cannot_be_read_is_not_passed_over() throws Exception {
    Files.writeString(logs.resolve("taskmanager-1.log"), "Unable to commit transaction (other)\n");
    assertThatThrownBy(() -> GivenUp.in(logs))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(other)");
  }
}
