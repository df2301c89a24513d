package dev.kizashi.runtime.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's committer, which gives a transaction up when the broker refuses it, only logs
 * that data may be lost, and cannot tell whether it is. This one then asks the transaction's
 * coordinator: what was committed before the failure counts as committed, so that {@code
 * failedCommittables} counts what is lost and nothing else. Without an answer the transaction is
 * tried again, and in the end the job recovers once more rather than pass over it.
 *
 * <p>Nobody is asked anything where nothing is refused. The connector's own line is still logged.
 */
public final class AskingCommitter implements Committer<KafkaCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(AskingCommitter.class);

  private final Committer<KafkaCommittable> connectors;
  private final Properties client;

  /**
   * @param connectors tried first
   * @param client reaches the brokers; must be allowed to describe the transactional ids
   */
  public AskingCommitter(Committer<KafkaCommittable> connectors, Properties client) {
    this.connectors = connectors;
    this.client = client;
  }

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<KafkaCommittable>> asking = new ArrayList<>();
    requests.forEach(request -> asking.add(new Asking(request)));
    connectors.commit(asking);
  }

  @Override
  public void close() throws Exception {
    connectors.close();
  }

  private final class Asking implements CommitRequest<KafkaCommittable> {
    private final CommitRequest<KafkaCommittable> asked;

    private Asking(CommitRequest<KafkaCommittable> asked) {
      this.asked = asked;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      PreparedTransaction prepared = PreparedTransaction.of(getCommittable());
      try (Admin admin = Admin.create(client)) {
        TransactionDescription now = describe(admin, prepared.transactionalId());
        if (prepared.isCommitted(now)) {
          LOG.info(
              "{} had been committed before, nothing is lost: the coordinator says {}",
              prepared,
              now);
          asked.signalAlreadyCommitted();
        } else {
          LOG.error("{} is lost: the coordinator says {}", prepared, now);
          asked.signalFailedWithKnownReason(reason);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        asked.retryLater();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RetriableException) {
          LOG.warn("nobody tells what became of {}; it is tried again", prepared, e.getCause());
          asked.retryLater();
        } else {
          LOG.error("{} is lost, for all that can be found", prepared, e.getCause());
          asked.signalFailedWithKnownReason(reason);
        }
      }
    }

    private static TransactionDescription describe(Admin admin, String transactionalId)
        throws InterruptedException, ExecutionException {
      try {
        return admin
            .describeTransactions(List.of(transactionalId))
            .description(transactionalId)
            .get();
      } catch (InterruptedException e) {
        // Closing would wait for the answer that the task no longer waits for.
        admin.close(Duration.ZERO);
        throw e;
      }
    }

    @Override
    public KafkaCommittable getCommittable() {
      return asked.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return asked.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      asked.signalFailedWithUnknownReason(reason);
    }

    @Override
    public void retryLater() {
      asked.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      asked.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      asked.signalAlreadyCommitted();
    }

    /** What the connector logs. */
    @Override
    public String toString() {
      return asked.toString();
    }
  }
}
