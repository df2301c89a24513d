package dev.kizashi.leadscoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.EmissionRecords;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read back of what leads have sent each other, also after a restore. */
class TransferReadingTest {
  private static final EmissionRecords RECORDS = new EmissionRecords("/test");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable harness : open) {
      harness.close();
    }
  }

  @Test
  void every_message_goes_to_who_keeps_its_state() throws Exception {
    Harness harness = new Harness();
    harness.start();
    harness.read(new Message.Remove("L1", "lead:L2", 5, 1, null), harness.job(), 1);
    harness.read(new Message.Claim("a@b.example", "L1", 5, null), harness.job(), 1);
    harness.read(new Message.Unname("v1", "L1", null, null), harness.job(), 1);
    harness.read(new Message.MergeAddress("a@b.example", "L1", 5, null), harness.job(), 1);

    assertThat(harness.toLeads()).extracting(Message::key).containsExactly("L1");
    assertThat(harness.sideOutput(Outputs.ADDRESSES)).hasSize(1);
    assertThat(harness.sideOutput(Outputs.VISITORS)).hasSize(1);
    assertThat(harness.sideOutput(Outputs.MERGES)).hasSize(1);
  }

  @Test
  void what_is_no_transfer_is_a_dead_letter() throws Exception {
    Harness harness = new Harness();
    harness.start();
    harness.harness.processElement(new StreamRecord<>(record(new byte[] {1, 2, 3})));

    assertThat(harness.toLeads()).isEmpty();
    assertThat(harness.harness.getSideOutput(Outputs.SIDE))
        .extracting(output -> output.getValue().topic())
        .containsExactly(OutputTopic.DEAD_LETTERS, OutputTopic.AUDIT_TRAIL);
  }

  @Test
  void a_job_restored_from_an_older_checkpoint_takes_no_move_twice() throws Exception {
    Harness before = new Harness();
    before.start();
    OperatorSubtaskState older = before.harness.snapshot(7, 0);
    Message sentBefore = new Message.Remove("L1", "lead:L2", 5, 1, null);
    Message sentLater = new Message.Remove("L1", "lead:L3", 6, 2, null);

    Harness after = new Harness();
    after.restore(older, 7);
    after.read(sentBefore, before.job(), 7);
    after.read(sentLater, before.job(), 8);
    after.read(sentLater, after.job(), 8);

    assertThat(after.toLeads()).containsExactly(from(sentBefore), from(sentLater));
    assertThat(after.harness.getSideOutput(Outputs.SIDE))
        .as("the trail says what became of the other")
        .hasSize(1);
  }

  @Test
  void what_a_predecessor_may_send_is_remembered_from_restore_to_restore() throws Exception {
    Harness first = new Harness();
    first.start();
    Harness second = new Harness();
    second.restore(first.harness.snapshot(3, 0), 3);
    Harness third = new Harness();
    third.restore(second.harness.snapshot(9, 0), 9);

    Message message = new Message.Remove("L1", "lead:L2", 5, 1, null);
    third.read(message, first.job(), 4);
    third.read(message, second.job(), 10);
    assertThat(third.toLeads()).isEmpty();
    third.read(message, first.job(), 3);
    third.read(message, second.job(), 9);
    assertThat(third.toLeads()).hasSize(2);
  }

  @Test
  void a_transfer_of_nobody_that_is_known_is_not_taken() throws Exception {
    Harness harness = new Harness();
    harness.start();
    harness.read(new Message.Remove("L1", "lead:L2", 5, 1, null), "0123", 1);
    assertThat(harness.toLeads()).isEmpty();
  }

  private static Message from(Message message) {
    return message.from(record(new byte[0]).origin());
  }

  private static InputRecord record(byte[] value) {
    return new InputRecord(
        InputTopic.LEAD_TRANSFERS, 0, 1, 0, Long.MIN_VALUE, new byte[] {1}, value);
  }

  private final class Harness {
    private final OneInputStreamOperatorTestHarness<InputRecord, Message> harness;

    Harness() throws Exception {
      harness =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(new TransferReading(Scenario.settings(1.0, true, 0))));
      open.add(harness);
    }

    void start() throws Exception {
      harness.open();
    }

    void restore(OperatorSubtaskState state, long checkpoint) throws Exception {
      harness.setRestoredCheckpointId(checkpoint);
      harness.initializeState(state);
      harness.open();
    }

    String job() {
      return harness.getEnvironment().getJobID().toString();
    }

    void read(Message message, String job, long checkpoint) throws Exception {
      OutputRecord sent = RECORDS.transfer(message, job, checkpoint);
      harness.processElement(
          new StreamRecord<>(record(WireFormat.frame(Scenario.TRANSFER_SCHEMA, sent.value()))));
    }

    List<Message> toLeads() {
      return harness.extractOutputValues();
    }

    List<Message> sideOutput(OutputTag<Message> tag) {
      return harness.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
    }
  }
}
