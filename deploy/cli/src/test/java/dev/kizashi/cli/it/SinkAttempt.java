package dev.kizashi.cli.it;

import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.connector.kafka.sink.internal.BackchannelFactory;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * One attempt at running a sink: its tasks, each a writer with the committer that is chained to it,
 * taken through a checkpoint by hand. Whoever leaves it where it is has killed it, as far as a
 * broker can tell.
 */
final class SinkAttempt implements AutoCloseable {
  private static final int MAX_PARALLELISM = 12;

  private final List<OneInputStreamOperatorTestHarness<OutputRecord, CommittableMessage<Object>>>
      writers = new ArrayList<>();
  private final List<
          OneInputStreamOperatorTestHarness<CommittableMessage<Object>, CommittableMessage<Object>>>
      committers = new ArrayList<>();

  /** What a completed checkpoint has of the sink. */
  record Checkpoint(
      long id, List<OperatorSubtaskState> writers, List<OperatorSubtaskState> committers) {}

  /**
   * Starts all tasks, the committers' commits of what the checkpoint has among it.
   *
   * @param from null for a start from nothing
   */
  SinkAttempt(Sink<OutputRecord> sink, int parallelism, Checkpoint from) throws Exception {
    forgetTheDead();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      var committer =
          new OneInputStreamOperatorTestHarness<>(
              new CommitterOperatorFactory<>(committing(sink), false, true),
              MAX_PARALLELISM,
              parallelism,
              subtask);
      var writer =
          new OneInputStreamOperatorTestHarness<OutputRecord, CommittableMessage<Object>>(
              new SinkWriterOperatorFactory<OutputRecord, Object>(sink),
              MAX_PARALLELISM,
              parallelism,
              subtask);
      writer.setOutputCreator(serializer -> new Handed(committer::processElement));
      // In a job, too, nothing follows a commit.
      committer.setOutputCreator(serializer -> new Handed(committed -> {}));
      committers.add(committer);
      writers.add(writer);
      if (from != null) {
        committer.setRestoredCheckpointId(from.id());
        committer.initializeState(part(from.committers(), parallelism, subtask));
        writer.setRestoredCheckpointId(from.id());
        writer.initializeState(part(from.writers(), parallelism, subtask));
      }
      committer.open();
      writer.open();
    }
  }

  @SuppressWarnings("unchecked")
  private static SupportsCommitter<Object> committing(Sink<OutputRecord> sink) {
    // The connector keeps the class of its committables to itself.
    return (SupportsCommitter<Object>) sink;
  }

  private static OperatorSubtaskState part(
      List<OperatorSubtaskState> states, int parallelism, int subtask) throws Exception {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new)),
        MAX_PARALLELISM,
        states.size(),
        parallelism,
        subtask);
  }

  /** A process that is killed takes with it what the connector shares within one. */
  private static void forgetTheDead() throws ReflectiveOperationException {
    Field shared = BackchannelFactory.class.getDeclaredField("backchannels");
    shared.setAccessible(true);
    ((Map<?, ?>) shared.get(BackchannelFactory.getInstance())).clear();
  }

  /** A dead letter, as bytes need no schema. */
  void write(int subtask, String text) throws Exception {
    writers
        .get(subtask)
        .processElement(
            new StreamRecord<>(
                new OutputRecord(
                    OutputTopic.DEAD_LETTERS,
                    null,
                    text.getBytes(StandardCharsets.UTF_8),
                    Map.of())));
  }

  /** Everything that was written is at the broker, and its transactions can be committed. */
  void prepare(long checkpoint) throws Exception {
    for (var writer : writers) {
      writer.prepareSnapshotPreBarrier(checkpoint);
    }
  }

  /** The state of all tasks, and the next transactions begin. */
  Checkpoint snapshot(long checkpoint) throws Exception {
    Checkpoint taken = new Checkpoint(checkpoint, new ArrayList<>(), new ArrayList<>());
    for (int subtask = 0; subtask < writers.size(); subtask++) {
      taken.writers().add(writers.get(subtask).snapshot(checkpoint, 0));
      taken.committers().add(committers.get(subtask).snapshot(checkpoint, 0));
    }
    return taken;
  }

  /** One task hears that the checkpoint is complete, and commits. */
  void commit(int subtask, long checkpoint) throws Exception {
    committers.get(subtask).notifyOfCompletedCheckpoint(checkpoint);
  }

  /** All of a checkpoint. */
  Checkpoint complete(long checkpoint) throws Exception {
    prepare(checkpoint);
    Checkpoint taken = snapshot(checkpoint);
    for (int subtask = 0; subtask < writers.size(); subtask++) {
      commit(subtask, checkpoint);
    }
    return taken;
  }

  /**
   * Gives back its clients. One that was fenced does not complain of it: Flink would end the whole
   * TaskManager.
   */
  @Override
  public void close() {
    try {
      for (var harness : writers) {
        harness.close();
      }
      for (var harness : committers) {
        harness.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("closing failed, which ends a TaskManager", e);
    }
  }

  /** On to the next of the same task, with the producer in its hand. */
  private record Handed(ThrowingConsumer<StreamRecord<CommittableMessage<Object>>, Exception> next)
      implements Output<StreamRecord<CommittableMessage<Object>>> {
    @Override
    public void collect(StreamRecord<CommittableMessage<Object>> message) {
      try {
        next.accept(message);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
      throw new IllegalStateException("a sink has no side");
    }

    @Override
    public void emitWatermark(Watermark mark) {
      // Time does not matter to a committer.
    }

    @Override
    public void emitWatermark(WatermarkEvent mark) {
      // Time does not matter to a committer.
    }

    @Override
    public void emitWatermarkStatus(WatermarkStatus status) {
      // Time does not matter to a committer.
    }

    @Override
    public void emitLatencyMarker(LatencyMarker marker) {
      // Nothing measures.
    }

    @Override
    public void emitRecordAttributes(RecordAttributes attributes) {
      // Nothing asks.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
