package dev.kizashi.benchmarks;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.local.Installation;
import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Step;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event costs on its way, without Flink, Kafka and RocksDB: decoded, recognised, judged,
 * and the lead's state read and written. Each goes round the same simulated click stream, in which
 * every event names its lead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CoreStep {
  private static final long SEED = 1;
  private static final int LEADS = 500;

  /** About a hundred events a lead: three weeks of event time. */
  private static final int EVENTS = 50_000;

  private static final int SCHEMA_ID = 1;

  private final List<byte[]> values = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<LeadEvent> reached = new ArrayList<>();
  private final Map<String, LeadState> judged = new HashMap<>();
  private final List<byte[]> states = new ArrayList<>();
  private final ByteWriter out = new ByteWriter();
  private EventDecoder decoder;
  private Recognition recognition;
  private LeadJudge judge;
  private int value;
  private int event;
  private int arrival;
  private int state;

  /** Plays the traffic once. */
  @Setup
  public void play() {
    Path folder = Installation.locate().home().resolve("docs/models/b2b-default");
    DocumentFiles documents =
        DocumentFiles.read(folder.resolve("signals.yaml"), folder.resolve("model.yaml"));
    decoder = new EventDecoder(new WriterSchemas(new ClickstreamSchema()));
    recognition = new Recognition(Timeline.always(SignalMatcher.compile(documents.catalogue())));
    judge =
        new LeadJudge(Rulebook.always(new Rules(documents.scoringModel(), documents.catalogue())));
    OutputEncoder encoder = new OutputEncoder();
    Traffic traffic = new Traffic(Backlog.traffic(SEED, LEADS));
    while (values.size() < EVENTS) {
      TrafficEvent next = Named.of(traffic.next()).orElse(null);
      if (next != null && next.topic() == InputTopic.CLICKSTREAM) {
        values.add(WireFormat.frame(SCHEMA_ID, encoder.body(next.record())));
      }
    }
    for (byte[] bytes : values) {
      Event decoded = ((Decoded.Behaviour) decoder.decode(InputTopic.CLICKSTREAM, bytes)).event();
      events.add(decoded);
      Recognised recognised =
          recognition.behaviour(
              decoded, new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, events.size()));
      if (recognised.event() != null) {
        reached.add(recognised.event());
        judgeNext();
      }
    }
    for (LeadState lead : judged.values()) {
      out.clear();
      LeadStateCodec.write(lead, out);
      states.add(out.toByteArray());
    }
    judged.clear();
    arrival = 0;
  }

  /** Avro in the registry's frame to an event. */
  @Benchmark
  public Decoded decode() {
    value = (value + 1) % values.size();
    return decoder.decode(InputTopic.CLICKSTREAM, values.get(value));
  }

  /** An event to the signals it shows and whether it reaches a lead. */
  @Benchmark
  public Recognised recognise() {
    event = (event + 1) % events.size();
    return recognition.behaviour(
        events.get(event), new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, event));
  }

  /** The step, on leads that grow from nothing to about a hundred events, then anew. */
  @Benchmark
  public Step judgeNext() {
    if (arrival == reached.size()) {
      arrival = 0;
      judged.clear();
    }
    LeadEvent next = reached.get(arrival++);
    return judge.onEvent(
        next.leadId(), judged.computeIfAbsent(next.leadId(), leadId -> new LeadState()), next);
  }

  /** A grown lead from its bytes and back. */
  @Benchmark
  public int readAndWriteState() {
    state = (state + 1) % states.size();
    out.clear();
    LeadStateCodec.write(LeadStateCodec.read(new ByteReader(states.get(state))), out);
    return out.size();
  }

  /** Knows the one schema. */
  private static final class ClickstreamSchema implements SchemaRegistry {
    @Override
    public String schemaById(int id) {
      return OutputSchemas.text("ClickstreamEvent");
    }

    @Override
    public int idOf(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int register(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean accepts(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> subjects() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
