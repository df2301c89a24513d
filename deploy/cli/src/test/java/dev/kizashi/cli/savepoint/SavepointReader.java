package dev.kizashi.cli.savepoint;

import dev.kizashi.leadscoring.LeadScoringTopology;
import dev.kizashi.leadscoring.LeadScoringTopology.ErasureSecret;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.resolution.Bounds;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;

/**
 * Reads every key of every state in a savepoint of the job, by the job's own operators: each is
 * built as the job builds it, put back from the savepoint into a state backend, opened, and then
 * asked for all that it has. So whatever would keep the job from reading a savepoint keeps this
 * from it too, and also what Flink would let pass in silence: state that no operator of the job
 * goes by any more.
 *
 * <p>Of the connectors' operators it only says that their state is there. Takes canonical
 * savepoints, at whatever parallelism they were taken.
 */
public final class SavepointReader {
  static final String ROCKSDB = "rocksdb";
  static final String HASHMAP = "hashmap";

  private static final String TIMERS = "_timer_state/event_";
  private static final String TIMERS_OF_PROCESSING_TIME = "_timer_state/processing_";

  /** Kafka's sources and sink: their states are the connector's. */
  private static final Set<String> CONNECTORS =
      Set.of("events", "documents", "transfers", "outputs", "Sink Committer: outputs");

  /** Whose state names what others know by hashes. */
  private static final String DOCUMENTS = "config-gate";

  private final String backend;
  private final StateText text = new StateText();
  private final SortedMap<String, SortedMap<String, List<String>>> states = new TreeMap<>();

  private SavepointReader(String backend) {
    this.backend = backend;
  }

  /** Reads a savepoint by RocksDB, in which the job has its state. */
  public static SavepointContents read(Path savepoint) throws Exception {
    return read(savepoint, ROCKSDB);
  }

  /**
   * Reads a savepoint.
   *
   * @param savepoint its folder
   * @param backend that it is put back into, {@link #ROCKSDB} or {@link #HASHMAP}
   * @throws IllegalStateException it has state that the job does not know, by name
   */
  static SavepointContents read(Path savepoint, String backend) throws Exception {
    SavepointReader reader = new SavepointReader(backend);
    // Not disposed of in the end: that would remove the savepoint's files.
    reader.read(metadata(savepoint));
    return new SavepointContents(reader.states);
  }

  private static CheckpointMetadata metadata(Path savepoint) throws IOException {
    try (InputStream file = Files.newInputStream(savepoint.resolve("_metadata"));
        DataInputStream in = new DataInputStream(file)) {
      return Checkpoints.loadCheckpointMetadata(
          in, SavepointReader.class.getClassLoader(), savepoint.toUri().toString());
    }
  }

  private void read(CheckpointMetadata metadata) throws Exception {
    Map<String, StreamNode> operators = operators();
    // The documents come first: by their words the others can be read.
    List<OperatorState> inOrder =
        metadata.getOperatorStates().stream()
            .sorted(Comparator.comparing(saved -> !name(saved).equals(DOCUMENTS)))
            .toList();
    for (OperatorState saved : inOrder) {
      String uid = name(saved);
      if (operators.containsKey(uid)) {
        read(operators.get(uid), saved, metadata.getCheckpointId());
      } else if (CONNECTORS.contains(uid)) {
        put(uid, "(connector)", "", List.of("there"));
      } else if (saved.getStateSize() > 0 || saved.getCoordinatorState() != null) {
        throw new IllegalStateException("the job has no operator for the state of " + uid);
      }
    }
  }

  /** By uid, or by its id where it has none. */
  private static String name(OperatorState saved) {
    return saved.getOperatorUid().orElseGet(() -> saved.getOperatorID().toString());
  }

  // ---- the job's operators -------------------------------------------------------------------

  /** By uid. */
  private static Map<String, StreamNode> operators() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    DataStream<InputRecord> records =
        environment
            .fromSource(
                new NumberSequenceSource(1, 1), WatermarkStrategy.noWatermarks(), "no records")
            .map(number -> (InputRecord) null)
            .returns(InputRecord.TYPE);
    Duration ever = Duration.ofDays(36_500);
    LeadScoringTopology.connect(
            records,
            records,
            records,
            new LeadScoringTopology.Settings(
                () -> null,
                new EventTime(ever, ever, Duration.ZERO, Duration.ofDays(1), Duration.ZERO),
                1 << 20,
                0,
                true,
                "/test",
                Bounds.DEFAULT,
                0,
                ErasureSecret.of(""),
                documents()))
        .print();
    return environment.getStreamGraph().getStreamNodes().stream()
        .filter(node -> node.getTransformationUID() != null)
        .collect(Collectors.toMap(StreamNode::getTransformationUID, Function.identity()));
  }

  /** Ones that the savepoint has take their place. */
  private static List<ConfigDocument> documents() {
    return List.of(
        new ConfigDocument(
            ConfigDocument.Kind.SIGNALS,
            ConfigDocument.SIGNALS,
            1,
            """
            version: 1
            signals:
              page-view: {on: page_view}
            """),
        new ConfigDocument(
            ConfigDocument.Kind.MODEL,
            "none",
            1,
            """
            model: none
            version: 1
            signals_version: 1
            effective_from: 1970-01-01T00:00:00Z
            categories: {web: {}}
            scoring:
              page-view: {category: web, points: 0}
            temperatures: [{name: cold}]
            """));
  }

  /** An operator of the job in a task that has all keys. */
  private static final class Restored extends AbstractStreamOperatorTestHarness<Object> {
    Restored(StreamNode node, int maxParallelism, String backend) throws Exception {
      super(copy(node), maxParallelism, 1, 0);
      for (int input = 0; input < node.getStatePartitioners().length; input++) {
        if (node.getStatePartitioners()[input] != null) {
          config.setStatePartitioner(input, node.getStatePartitioners()[input]);
        }
      }
      if (node.getStateKeySerializer() != null) {
        config.setStateKeySerializer(node.getStateKeySerializer());
      }
      config.serializeAllConfigs();
      setStateBackend(stateBackend(backend));
    }

    @SuppressWarnings("unchecked")
    private static StreamOperatorFactory<Object> copy(StreamNode node) throws Exception {
      return (StreamOperatorFactory<Object>) InstantiationUtil.clone(node.getOperatorFactory());
    }
  }

  private static StateBackend stateBackend(String backend) throws ReflectiveOperationException {
    return switch (backend) {
      case HASHMAP -> new HashMapStateBackend();
      // The cluster's, and no dependency of anything here.
      case ROCKSDB ->
          (StateBackend)
              Class.forName("org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend")
                  .getConstructor()
                  .newInstance();
      default -> throw new IllegalArgumentException("no state backend: " + backend);
    };
  }

  // ---- what they have ------------------------------------------------------------------------

  private void read(StreamNode node, OperatorState saved, long checkpoint) throws Exception {
    String uid = node.getTransformationUID();
    OperatorSubtaskState whole =
        AbstractStreamOperatorTestHarness.repackageState(
            saved.getStates().toArray(OperatorSubtaskState[]::new));
    Map<String, StateMetaInfoSnapshot> named = described(whole);
    Set<String> unread = new TreeSet<>(named.keySet());
    unread.removeAll(registered(node));
    if (!unread.isEmpty()) {
      throw new IllegalStateException(uid + " does not read its states " + unread);
    }
    try (Restored operator = new Restored(node, saved.getMaxParallelism(), backend)) {
      operator.setRestoredCheckpointId(checkpoint);
      operator.initializeState(whole);
      operator.open();
      for (StateMetaInfoSnapshot state : named.values()) {
        read(uid, operator.getOperator(), state);
      }
    }
  }

  /** What the savepoint says that the operator has. */
  private static Map<String, StateMetaInfoSnapshot> described(OperatorSubtaskState whole)
      throws IOException {
    ClassLoader classes = SavepointReader.class.getClassLoader();
    Map<String, StateMetaInfoSnapshot> states = new TreeMap<>();
    for (KeyedStateHandle handle : whole.getManagedKeyedState()) {
      KeyedBackendSerializationProxy<?> header = new KeyedBackendSerializationProxy<>(classes);
      try (FSDataInputStream in = ((StreamStateHandle) handle).openInputStream()) {
        header.read(new DataInputViewStreamWrapper(in));
      }
      header.getStateMetaInfoSnapshots().forEach(state -> states.put(state.getName(), state));
    }
    for (OperatorStateHandle handle : whole.getManagedOperatorState()) {
      OperatorBackendSerializationProxy header = new OperatorBackendSerializationProxy(classes);
      try (FSDataInputStream in = handle.openInputStream()) {
        header.read(new DataInputViewStreamWrapper(in));
      }
      Stream.of(
              header.getOperatorStateMetaInfoSnapshots(),
              header.getBroadcastStateMetaInfoSnapshots())
          .flatMap(List::stream)
          .forEach(state -> states.put(state.getName(), state));
    }
    return states;
  }

  /** What the operator goes by where it begins from nothing. */
  private static Set<String> registered(StreamNode node) throws Exception {
    try (Restored fresh = new Restored(node, 1, HASHMAP)) {
      fresh.initializeEmptyState();
      fresh.open();
      return described(fresh.snapshot(1, 1)).keySet();
    }
  }

  private void read(String uid, AbstractStreamOperator<?> operator, StateMetaInfoSnapshot state)
      throws Exception {
    String name = state.getName();
    switch (state.getBackendStateType()) {
      case KEY_VALUE -> readKeyed(uid, operator, state);
      case PRIORITY_QUEUE -> {
        if (name.startsWith(TIMERS)) {
          readTimers(uid, operator, name.substring(TIMERS.length()));
        } else if (!name.startsWith(TIMERS_OF_PROCESSING_TIME)) {
          throw new IllegalStateException("no timers: " + name);
        }
      }
      case OPERATOR -> {
        boolean union =
            state
                .getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE)
                .equals(OperatorStateHandle.Mode.UNION.toString());
        ListStateDescriptor<Object> descriptor = new ListStateDescriptor<>(name, known());
        Iterable<Object> entries =
            union
                ? operator.getOperatorStateBackend().getUnionListState(descriptor).get()
                : operator.getOperatorStateBackend().getListState(descriptor).get();
        readList(uid, name, entries);
      }
      case BROADCAST -> {
        BroadcastState<Object, Object> all =
            operator
                .getOperatorStateBackend()
                .getBroadcastState(new MapStateDescriptor<>(name, known(), known()));
        all.iterator()
            .forEachRemaining(
                entry ->
                    put(
                        uid,
                        name,
                        text.plain(entry.getKey()),
                        List.of(text.plain(entry.getValue()))));
      }
    }
  }

  /** The order of an operator's list says nothing, and each task has its own copy of some. */
  private void readList(String uid, String name, Iterable<Object> entries) {
    Set<String> lines = new TreeSet<>();
    for (Object entry : entries) {
      if (entry instanceof ConfigDocument document) {
        text.learn(document.text());
      }
      lines.add(text.plain(entry));
    }
    put(uid, name, "", List.copyOf(lines));
  }

  private void readKeyed(
      String uid, AbstractStreamOperator<?> operator, StateMetaInfoSnapshot state)
      throws Exception {
    KeyedStateBackend<String> keys = operator.getKeyedStateBackend();
    String name = state.getName();
    boolean map =
        state
            .getOption(CommonOptionsKeys.KEYED_STATE_TYPE)
            .equals(StateDescriptor.Type.MAP.toString());
    Set<String> all;
    try (Stream<String> stream = keys.getKeys(name, VoidNamespace.INSTANCE)) {
      all = stream.collect(Collectors.toCollection(TreeSet::new));
    }
    states.computeIfAbsent(uid + "/" + name, none -> new TreeMap<>());
    for (String key : all) {
      operator.setCurrentKey(key);
      if (map) {
        MapState<Object, Object> entries =
            keys.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new MapStateDescriptor<>(name, known(), known()));
        for (Map.Entry<Object, Object> entry : entries.entries()) {
          put(uid, name, key + "/" + entry.getKey(), text.of(entry.getValue()));
        }
      } else {
        ValueState<Object> value =
            keys.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(name, known()));
        put(uid, name, key, text.of(value.value()));
      }
    }
  }

  private void readTimers(String uid, AbstractStreamOperator<?> operator, String name)
      throws Exception {
    InternalTimerService<VoidNamespace> timers =
        operator.getInternalTimerService(name, VoidNamespaceSerializer.INSTANCE, null);
    Map<String, List<String>> byKey = new HashMap<>();
    timers.forEachEventTimeTimer(
        (namespace, instant) ->
            byKey
                .computeIfAbsent((String) operator.getCurrentKey(), key -> new ArrayList<>())
                .add(text.plain(instant)));
    states.computeIfAbsent(uid + "/timers " + name, none -> new TreeMap<>());
    byKey.forEach(
        (key, instants) -> put(uid, "timers " + name, key, instants.stream().sorted().toList()));
  }

  private void put(String uid, String name, String key, List<String> lines) {
    states.computeIfAbsent(uid + "/" + name, none -> new TreeMap<>()).put(key, lines);
  }

  /** Of a state that the operator has registered, so that its own serializer reads it. */
  @SuppressWarnings("unchecked")
  private static TypeSerializer<Object> known() {
    return (TypeSerializer<Object>) (TypeSerializer<?>) StringSerializer.INSTANCE;
  }
}
