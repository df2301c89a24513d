package dev.kizashi.cli.campaign;

import dev.kizashi.cli.Failure;
import dev.kizashi.runtime.kafka.PreparedTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * What the connector's committer would not commit, by its log, and what the coordinator says became
 * of it. The job asks the same when it happens; this asks at the end, whatever the job found.
 *
 * @param transactions given up, each once
 * @param lost those that cannot be shown to have been committed, with what the coordinator says
 */
record GivenUp(Set<PreparedTransaction> transactions, List<String> lost) {

  /** However it puts it: fenced, in an invalid state, of an unknown producer. */
  private static final String REFUSED = "Unable to commit transaction (";

  private static final Pattern COMMITTABLE =
      Pattern.compile(
          "KafkaCommittable\\{producerId=(\\d+), epoch=(\\d+), transactionalId='([^']+)'");

  /**
   * @param logs of every process that had tasks
   * @param kafka how to reach the brokers, who must still know the transactions
   */
  static GivenUp of(Path logs, Map<String, Object> kafka) throws InterruptedException {
    Set<PreparedTransaction> transactions = in(logs);
    List<String> lost = new ArrayList<>();
    try (Admin admin = Admin.create(kafka)) {
      for (PreparedTransaction transaction : transactions) {
        Optional<TransactionDescription> now = describe(admin, transaction.transactionalId());
        if (now.filter(transaction::isCommitted).isEmpty()) {
          lost.add("%s: %s".formatted(transaction, now.map(Object::toString).orElse("unknown")));
        }
      }
    }
    return new GivenUp(transactions, lost);
  }

  /**
   * What such lines in a folder of logs name.
   *
   * @throws IllegalStateException a line that names none: the connector words it otherwise
   */
  static Set<PreparedTransaction> in(Path logs) {
    Set<PreparedTransaction> found = new LinkedHashSet<>();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.filter(line -> line.contains(REFUSED)).map(GivenUp::named).forEach(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static PreparedTransaction named(String line) {
    Matcher committable = COMMITTABLE.matcher(line);
    if (!committable.find()) {
      throw new IllegalStateException("This line names no transaction: " + line);
    }
    return new PreparedTransaction(
        committable.group(3),
        Long.parseLong(committable.group(1)),
        Integer.parseInt(committable.group(2)));
  }

  private static Optional<TransactionDescription> describe(Admin admin, String id)
      throws InterruptedException {
    try {
      return Optional.of(admin.describeTransactions(List.of(id)).description(id).get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return Optional.empty();
      }
      throw Failure.environment("The brokers do not tell what became of %s.".formatted(id), e);
    }
  }
}
