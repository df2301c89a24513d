package dev.kizashi.runtime.kafka;

import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.TransactionDescription;

/**
 * A transaction of the sink that a checkpoint holds, and whether it was committed.
 *
 * <p>A job that recovers commits the transactions of its checkpoint again, and cannot tell by the
 * answer what became of them. From Kafka 4 on ({@code transaction.version} 2) each commit raises
 * the producer's epoch; the connector's committer resumes a transaction with the epoch that the
 * checkpoint holds and by the older protocol, which knows no retry of a commit, so that one that
 * was committed before the failure is answered as one that was aborted: the producer is fenced. The
 * coordinator can tell them apart. From epoch {@code e}, in which the transaction was written:
 *
 * <table>
 * <caption>what the coordinator says then</caption>
 * <tr><td>committed by the writer's own producer</td><td>CompleteCommit, e + 1</td></tr>
 * <tr><td>committed by a committer that resumed it</td><td>CompleteCommit, e, or e + 1 once its
 * producer knows that the brokers speak version 2; Empty, e + 1, where it finds that out by this
 * commit and raises the epoch itself</td></tr>
 * <tr><td>timed out</td><td>CompleteAbort, e + 1</td></tr>
 * <tr><td>aborted by another producer that took the id</td><td>Empty, e + 2, or beyond</td></tr>
 * </table>
 *
 * <p>This holds as long as nobody takes the id again. The sink's ids grow with the checkpoints, so
 * only a job put back to an older one does; what it finds then counts as not committed.
 *
 * @param epoch in which it was written
 */
public record PreparedTransaction(String transactionalId, long producerId, int epoch) {

  static PreparedTransaction of(KafkaCommittable committable) {
    return new PreparedTransaction(
        committable.getTransactionalId(), committable.getProducerId(), committable.getEpoch());
  }

  /**
   * Whether it certainly was committed, or will be for it cannot be aborted any more.
   *
   * @param now of the same id
   */
  public boolean isCommitted(TransactionDescription now) {
    if (now.producerId() != producerId) {
      return false;
    }
    return switch (now.state()) {
      case PREPARE_COMMIT, COMPLETE_COMMIT ->
          now.producerEpoch() == epoch || now.producerEpoch() == epoch + 1;
      case EMPTY -> now.producerEpoch() == epoch + 1;
      default -> false;
    };
  }
}
