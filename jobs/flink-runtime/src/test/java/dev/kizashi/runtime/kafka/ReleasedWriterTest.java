package dev.kizashi.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.junit.jupiter.api.Test;

class ReleasedWriterTest {
  private final Fenced fenced = new Fenced();
  private final ReleasedWriter<String, Fenced> writer = new ReleasedWriter<>(fenced);

  @Test
  void a_writer_whose_place_another_took_is_closed_without_complaint() {
    writer.close();
    assertThat(fenced.calls).containsExactly("close");
  }

  @Test
  void who_is_interrupted_while_closing_lets_the_others_close() {
    fenced.onClosing = new InterruptedException();
    writer.close();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void what_goes_wrong_before_is_thrown() {
    assertThatThrownBy(() -> writer.write("a", null)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writer.flush(true)).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::prepareCommit).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writer.snapshotState(7)).isInstanceOf(IOException.class);
    assertThat(fenced.calls).containsExactly("write a", "flush true", "prepare", "snapshot 7");
  }

  /** Another task writes in its name by now. */
  private static final class Fenced
      implements StatefulSinkWriter<String, KafkaWriterState>,
          CommittingSinkWriter<String, KafkaCommittable> {
    private final List<String> calls = new ArrayList<>();
    private Exception onClosing = refusal();

    private static IOException refusal() {
      return new IOException(new InvalidProducerEpochException("an old epoch"));
    }

    @Override
    public void write(String element, Context context) throws IOException {
      calls.add("write " + element);
      throw refusal();
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      calls.add("flush " + endOfInput);
      throw refusal();
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException {
      calls.add("prepare");
      throw refusal();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpoint) throws IOException {
      calls.add("snapshot " + checkpoint);
      throw refusal();
    }

    @Override
    public void close() throws Exception {
      calls.add("close");
      throw onClosing;
    }
  }
}
