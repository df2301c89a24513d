package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kizashi.cli.it.SinkAttempt.Checkpoint;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.kafka.KafkaEnds;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * The job's sink, as {@link KafkaEnds} makes it, on a real broker: its tasks are left where they
 * are in each window of a commit, and others take over from the latest checkpoint that is complete.
 * What that does not have is written again, as a job reads it again.
 */
class CommitWindowsIT {
  private static EmbeddedStack stack;
  private static Admin admin;

  private final List<SinkAttempt> attempts = new ArrayList<>();
  private String prefix;

  @BeforeAll
  static void start() {
    stack =
        EmbeddedStack.start(
            StackSettings.builder().taskManagers(1, 1).build(), StackListener.SILENT);
    admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
  }

  @AfterAll
  static void end() {
    admin.close();
    stack.close();
  }

  @BeforeEach
  void ownTopic(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    admin
        .createTopics(Set.of(new NewTopic(topic(), Optional.of(1), Optional.of((short) 1))))
        .all()
        .get();
  }

  @AfterEach
  void closeAll() {
    attempts.forEach(SinkAttempt::close);
  }

  @Test
  void what_was_not_prepared_yet_comes_once() throws Exception {
    SinkAttempt killed = attempt(2, null);
    killed.write(0, "a");
    Checkpoint first = killed.complete(1);
    killed.write(0, "b");
    killed.write(1, "c");
    awaitOpen(2);

    SinkAttempt next = attempt(2, first);
    next.write(0, "b");
    next.write(1, "c");
    next.complete(2);
    assertCommitted("a", "b", "c");
  }

  @Test
  void what_was_prepared_for_a_checkpoint_that_never_was_comes_once() throws Exception {
    SinkAttempt killed = attempt(2, null);
    killed.write(0, "a");
    Checkpoint first = killed.complete(1);
    killed.write(0, "b");
    killed.write(1, "c");
    killed.prepare(2);
    killed.snapshot(2);
    killed.write(0, "d");
    awaitOpen(3);

    SinkAttempt next = attempt(2, first);
    for (String again : List.of("b", "c", "d")) {
      next.write(0, again);
    }
    next.complete(3);
    assertCommitted("a", "b", "c", "d");
  }

  @Test
  void what_a_complete_checkpoint_has_is_committed_by_those_who_take_over() throws Exception {
    SinkAttempt killed = attempt(2, null);
    killed.write(0, "a");
    killed.complete(1);
    killed.write(0, "b");
    killed.write(1, "c");
    killed.prepare(2);
    Checkpoint second = killed.snapshot(2);
    assertCommitted("a");

    attempt(2, second);
    assertCommitted("a", "b", "c");
  }

  @Test
  void commits_that_stopped_halfway_are_finished() throws Exception {
    SinkAttempt killed = attempt(2, null);
    killed.write(0, "a");
    killed.write(1, "b");
    killed.prepare(1);
    Checkpoint first = killed.snapshot(1);
    killed.commit(1, 1);

    SinkAttempt next = attempt(2, first);
    assertCommitted("a", "b");
    next.write(0, "c");
    next.complete(2);
    assertCommitted("a", "b", "c");
  }

  @Test
  void what_was_committed_before_the_end_is_there_once() throws Exception {
    SinkAttempt killed = attempt(2, null);
    killed.write(0, "a");
    killed.write(1, "b");
    Checkpoint first = killed.complete(1);

    attempt(2, first);
    attempt(2, first).complete(2);
    assertCommitted("a", "b");
  }

  @Test
  void a_task_that_was_replaced_can_neither_write_nor_commit() throws Exception {
    SinkAttempt replaced = attempt(2, null);
    replaced.write(0, "a");
    Checkpoint first = replaced.complete(1);
    replaced.write(0, "stale");
    awaitOpen(1);
    replaced.write(1, "prepared and stale");
    awaitOpen(2);

    SinkAttempt next = attempt(2, first);
    assertThatThrownBy(
            () -> {
              replaced.write(0, "staler");
              replaced.prepare(2);
            })
        .rootCause()
        .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
    next.write(0, "b");
    next.complete(2);
    assertCommitted("a", "b");
    awaitOpen(0);
  }

  @Test
  void what_a_replaced_task_had_prepared_it_cannot_commit() throws Exception {
    SinkAttempt replaced = attempt(1, null);
    replaced.write(0, "a");
    Checkpoint first = replaced.complete(1);
    replaced.write(0, "b");
    replaced.prepare(2);
    replaced.snapshot(2);

    SinkAttempt next = attempt(1, first);
    replaced.commit(0, 2);
    assertCommitted("a");
    next.write(0, "b");
    next.complete(2);
    assertCommitted("a", "b");
  }

  /** Why the job looks for another one at its start. */
  @Test
  void a_second_job_under_one_prefix_takes_from_the_first_what_it_had_prepared() throws Exception {
    SinkAttempt one = attempt(1, null);
    one.write(0, "a");
    one.complete(1);
    one.write(0, "b");
    one.prepare(2);
    one.snapshot(2);

    attempt(1, null);
    one.commit(0, 2);
    assertCommitted("a");
  }

  @Test
  void fewer_and_more_tasks_leave_no_transaction_open() throws Exception {
    SinkAttempt three = attempt(3, null);
    three.write(0, "a");
    Checkpoint first = three.complete(1);
    for (int subtask = 0; subtask < 3; subtask++) {
      three.write(subtask, "killed");
    }
    awaitOpen(3);

    SinkAttempt one = attempt(1, first);
    awaitOpen(0);
    one.write(0, "b");
    Checkpoint second = one.complete(2);
    one.write(0, "killed too");
    awaitOpen(1);

    SinkAttempt four = attempt(4, second);
    awaitOpen(0);
    for (int subtask = 0; subtask < 4; subtask++) {
      four.write(subtask, "c" + subtask);
    }
    four.complete(3);
    awaitOpen(0);
    assertCommitted("a", "b", "c0", "c1", "c2", "c3");
  }

  private SinkAttempt attempt(int parallelism, Checkpoint from) throws Exception {
    Settings settings =
        Settings.of(
            new String[] {
              "--kafka.bootstrap-servers=" + stack.bootstrapServers(),
              "--registry.url=" + stack.registryUrl(),
              "--topics.prefix=" + prefix,
              "--sink.transactional-id-prefix=" + prefix
            },
            Map.of());
    SinkAttempt attempt =
        new SinkAttempt(
            new KafkaEnds(settings).outputs(Map.of(OutputTopic.DEAD_LETTERS, 0)),
            parallelism,
            from);
    attempts.add(attempt);
    return attempt;
  }

  private String topic() {
    return prefix + OutputTopic.DEAD_LETTERS.topicName();
  }

  /** In any order. A commit is answered before all of its markers are written. */
  private void assertCommitted(String... texts) {
    await()
        .atMost(ScoringStack.PATIENCE)
        .until(
            () ->
                transactions(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT) == 0);
    try (CommittedRecords records = new CommittedRecords(stack.bootstrapServers(), topic())) {
      assertThat(records.soFar())
          .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
          .containsExactlyInAnyOrder(texts);
    }
  }

  /** What was written is at the broker: in so many transactions that nobody has ended. */
  private void awaitOpen(int count) {
    await()
        .atMost(ScoringStack.PATIENCE)
        .until(() -> transactions(TransactionState.ONGOING) == count);
  }

  private long transactions(TransactionState... states) throws Exception {
    return admin
        .listTransactions(new ListTransactionsOptions().filterStates(List.of(states)))
        .all()
        .get()
        .stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith(prefix))
        .count();
  }
}
