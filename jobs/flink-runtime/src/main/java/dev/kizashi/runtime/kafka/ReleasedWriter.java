package dev.kizashi.runtime.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's writer, let go of without complaint. On closing, the connector's still throws
 * what the broker said of records on their way, as to a task whose place another has taken. Nothing
 * hangs on those any more: what counts was flushed before, and what was not comes again. But Flink
 * holds an exception there for the end of all things, and ends the whole TaskManager with every
 * task of every job on it.
 */
final class ReleasedWriter<
        T,
        W extends
            StatefulSinkWriter<T, KafkaWriterState> & CommittingSinkWriter<T, KafkaCommittable>>
    implements StatefulSinkWriter<T, KafkaWriterState>, CommittingSinkWriter<T, KafkaCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(ReleasedWriter.class);

  private final W connectors;

  ReleasedWriter(W connectors) {
    this.connectors = connectors;
  }

  @Override
  public void write(T record, Context context) throws IOException, InterruptedException {
    connectors.write(record, context);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    connectors.flush(endOfInput);
  }

  @Override
  public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
    return connectors.prepareCommit();
  }

  @Override
  public List<KafkaWriterState> snapshotState(long checkpoint) throws IOException {
    return connectors.snapshotState(checkpoint);
  }

  @Override
  public void close() {
    try {
      connectors.close();
    } catch (Exception e) {
      // An interruption, too, has done its work: kept, it would fail whatever closes next.
      LOG.warn("a writer was closed with records on their way, which come again", e);
    }
  }
}
