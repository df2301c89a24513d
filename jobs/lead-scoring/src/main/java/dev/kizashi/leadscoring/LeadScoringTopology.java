package dev.kizashi.leadscoring;

import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.RegistryConnector;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.resolution.Bounds;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.util.OutputTag;

/**
 * From records in to records out; knows no Kafka.
 *
 * <pre>
 * documents → gate ─┬──────────── broadcast ─────────────┐
 * events ────────→ recognition ───────── by lead ────→ scoring → outputs
 *                    ├─ by address → addresses ─┬──→      ↑ │
 *                    ├─ by visitor → visitors ──┼──→      │ └ between leads
 *                    └─ merges, erasure → register ─→     │       │
 * transfers ─────────────────────────────────────────────→┘ ←─────┘ (by way of their topic)
 * </pre>
 *
 * <p>Who names the lead goes straight to it. Dead letters and the trail go to the outputs from
 * everywhere.
 */
public final class LeadScoringTopology {
  // A uid ties an operator to its state in savepoints: renaming one loses what is named beside it.
  /** Documents accepted so far. */
  static final String GATE = "config-gate";

  /** The documents broadcast. */
  static final String RECOGNITION = "signal-recognition";

  /** Which transfers belong to the state. */
  static final String TRANSFERS = "transfer-reading";

  /** Whose every address is. */
  static final String ADDRESSES = "addresses";

  /** Every visitor, its timer, the documents broadcast. */
  static final String VISITORS = "visitors";

  /** Who is merged into whom, and who was erased. */
  static final String MERGES = "merges";

  /** Every lead, every timer, the documents broadcast, event time in silence. */
  static final String SCORING = "lead-scoring";

  private LeadScoringTopology() {}

  /**
   * What the operators have to know.
   *
   * @param documents accepted before the job started, so that no event has to wait for the first
   * @param idlePace seconds of event time a second of silence
   * @param audited whether the trail is written
   * @param bounds how much is kept of those who have no score
   * @param activeLeadsBytes heap of each task for the leads that act now
   */
  public record Settings(
      RegistryConnector registry,
      EventTime time,
      int maxEventBytes,
      double idlePace,
      boolean audited,
      String alertSource,
      Bounds bounds,
      long activeLeadsBytes,
      ErasureSecret erasureSecret,
      List<ConfigDocument> documents)
      implements Serializable {
    public Settings {
      documents = List.copyOf(documents);
    }
  }

  /**
   * The key of the hash by which erased ids are remembered.
   *
   * @param madeUp whether nobody gave one, so that it has to stand in the state
   */
  public record ErasureSecret(byte[] bytes, boolean madeUp) implements Serializable {
    private static final int BYTES = 32;

    /** The one given, or another one each time where it is empty. */
    public static ErasureSecret of(String given) {
      if (!given.isEmpty()) {
        return new ErasureSecret(given.getBytes(StandardCharsets.UTF_8), false);
      }
      byte[] bytes = new byte[BYTES];
      new SecureRandom().nextBytes(bytes);
      return new ErasureSecret(bytes, true);
    }
  }

  /**
   * Wires the job.
   *
   * @param events with watermarks
   * @param transfers what the outputs' lead-transfers have said, without watermarks
   * @param documents in one partition, without watermarks
   * @return every output, for one sink
   */
  public static DataStream<OutputRecord> connect(
      DataStream<InputRecord> events,
      DataStream<InputRecord> transfers,
      DataStream<InputRecord> documents,
      Settings settings) {
    return connect(events, transfers, documents, settings, scoring(settings));
  }

  /** What judges leads. */
  static StreamOperatorFactory<OutputRecord> scoring(Settings settings) {
    return SimpleOperatorFactory.of(new LeadScoringOperator(settings));
  }

  /**
   * The same around another operator, for benchmarks that ask what the judgement itself costs.
   *
   * @param scoring of {@link Message}s keyed by lead and {@link ConfigDocument}s broadcast
   */
  static DataStream<OutputRecord> connect(
      DataStream<InputRecord> events,
      DataStream<InputRecord> transfers,
      DataStream<InputRecord> documents,
      Settings settings,
      StreamOperatorFactory<OutputRecord> scoring) {
    SingleOutputStreamOperator<ConfigDocument> accepted =
        documents
            .process(new ConfigurationGate(settings.registry()))
            .returns(ConfigDocumentSerializer.TYPE)
            .uid(GATE)
            .name("accept documents")
            .setParallelism(1)
            .setMaxParallelism(1);
    BroadcastStream<ConfigDocument> known = accepted.broadcast(KnownConfiguration.STATE);
    SingleOutputStreamOperator<Message> recognised =
        events
            .connect(known)
            .process(new SignalRecognition(settings))
            .returns(MessageSerializer.TYPE)
            .uid(RECOGNITION)
            .name("recognise signals");
    SingleOutputStreamOperator<Message> moved =
        transfers
            .process(new TransferReading(settings))
            .returns(MessageSerializer.TYPE)
            .uid(TRANSFERS)
            .name("read transfers");
    SingleOutputStreamOperator<Message> addresses =
        byKey(side(Outputs.ADDRESSES, recognised, moved))
            .process(new AddressBook(settings.audited()))
            .returns(MessageSerializer.TYPE)
            .uid(ADDRESSES)
            .name("resolve addresses");
    SingleOutputStreamOperator<Message> visitors =
        byKey(side(Outputs.VISITORS, recognised, moved, addresses))
            .connect(known)
            .process(new VisitorBook(settings))
            .returns(MessageSerializer.TYPE)
            .uid(VISITORS)
            .name("follow visitors");
    SingleOutputStreamOperator<Message> merges =
        byKey(side(Outputs.MERGES, recognised, moved, addresses))
            .process(new MergeBook(settings))
            .returns(MessageSerializer.TYPE)
            .uid(MERGES)
            .name("register merges")
            .setParallelism(1)
            .setMaxParallelism(1);
    DataStream<OutputRecord> judged =
        score(recognised.union(addresses, visitors, merges, moved), accepted, scoring);
    return judged.union(
        accepted.getSideOutput(Outputs.SIDE),
        side(Outputs.SIDE, recognised, moved, addresses, visitors, merges));
  }

  private static KeyedStream<Message, String> byKey(DataStream<Message> messages) {
    return messages.keyBy(Message::key, Types.STRING);
  }

  @SafeVarargs
  private static <T> DataStream<T> side(
      OutputTag<T> tag, SingleOutputStreamOperator<Message>... operators) {
    DataStream<T> all = operators[0].getSideOutput(tag);
    for (int i = 1; i < operators.length; i++) {
      all = all.union(operators[i].getSideOutput(tag));
    }
    return all;
  }

  /** By hand, since Flink's connected streams take an operator of one's own only fully keyed. */
  private static DataStream<OutputRecord> score(
      DataStream<Message> messages,
      DataStream<ConfigDocument> accepted,
      StreamOperatorFactory<OutputRecord> operator) {
    KeyedStream<Message, String> byLead = byKey(messages);
    StreamExecutionEnvironment environment = messages.getExecutionEnvironment();
    TwoInputTransformation<Message, ConfigDocument, OutputRecord> scoring =
        new TwoInputTransformation<>(
            byLead.getTransformation(),
            accepted.broadcast().getTransformation(),
            "score leads",
            operator,
            OutputRecord.TYPE,
            environment.getParallelism());
    scoring.setUid(SCORING);
    scoring.setStateKeyType(Types.STRING);
    scoring.setStateKeySelectors(byLead.getKeySelector(), null);
    environment.addOperator(scoring);
    return new DataStream<>(environment, scoring);
  }
}
