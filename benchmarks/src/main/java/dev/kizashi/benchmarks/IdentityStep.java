package dev.kizashi.benchmarks;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.local.Installation;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.resolution.AddressStateCodec;
import dev.kizashi.scoring.resolution.Addresses;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Everybody;
import dev.kizashi.scoring.resolution.Numbers;
import dev.kizashi.scoring.resolution.Turn;
import dev.kizashi.scoring.resolution.VisitorState;
import dev.kizashi.scoring.resolution.VisitorStateCodec;
import dev.kizashi.scoring.resolution.Visitors;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
 * What an event costs in addition that only a visitor or an address tells of, without Flink and
 * RocksDB: looked up where its lead is known, and that state read and written. Each goes round what
 * has come to visitors and addresses in the same simulated traffic.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IdentityStep {
  private static final long SEED = 1;
  private static final int LEADS = 500;

  /** Three weeks of event time. */
  private static final int EVENTS = 10_000;

  private final List<Message> toVisitors = new ArrayList<>();
  private final List<Message> toAddresses = new ArrayList<>();
  private final Map<String, VisitorState> visitors = new HashMap<>();
  private final Addresses addressRules = new Addresses(new Numbers());
  private final Map<String, Addresses.State> addresses = new HashMap<>();
  private final List<byte[]> visitorStates = new ArrayList<>();
  private final List<byte[]> addressStates = new ArrayList<>();
  private final ByteWriter out = new ByteWriter();
  private final Turn turn = new Turn();
  private Visitors rules;
  private int visitorMessage;
  private int addressMessage;
  private int visitorState;
  private int addressState;

  /** Plays the traffic once. */
  @Setup
  public void play() {
    Path folder = Installation.locate().home().resolve("docs/models/b2b-default");
    DocumentFiles documents =
        DocumentFiles.read(folder.resolve("signals.yaml"), folder.resolve("model.yaml"));
    Rulebook book = Rulebook.always(new Rules(documents.scoringModel(), documents.catalogue()));
    rules = new Visitors(book, Bounds.DEFAULT, new Numbers());
    Recognition recognition =
        new Recognition(Timeline.always(SignalMatcher.compile(documents.catalogue())));
    Everybody everybody = new Everybody(book, Bounds.DEFAULT, emission -> {}, this::overheard);
    Traffic traffic = new Traffic(Backlog.traffic(SEED, LEADS));
    for (int i = 0; i < EVENTS; i++) {
      LeadEvent event = recognised(recognition, traffic.next(), i);
      if (event != null) {
        everybody.take(event);
      }
    }
    write(everybody.visitors().values(), VisitorStateCodec::write, visitorStates);
    write(everybody.addresses().values(), AddressStateCodec::write, addressStates);
  }

  private Message overheard(Message message) {
    if (message.station() == Station.VISITORS) {
      toVisitors.add(message);
    } else if (message.station() == Station.ADDRESSES) {
      toAddresses.add(message);
    }
    return message;
  }

  private static LeadEvent recognised(Recognition recognition, TrafficEvent event, int offset) {
    LeadEvent.Origin origin = new LeadEvent.Origin(event.topic(), 0, offset);
    return EventDecoder.ofRecord(event.topic(), event.record())
        .fold(
            behaviour -> recognition.behaviour(behaviour.event(), origin).event(),
            crm ->
                Recognition.crm(
                    crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin),
            unusable -> null);
  }

  private <T> void write(
      Collection<T> states, BiConsumer<T, ByteWriter> codec, List<byte[]> written) {
    for (T state : states) {
      out.clear();
      codec.accept(state, out);
      written.add(out.toByteArray());
    }
  }

  /** An event to whose it is by the visitor, from when nobody was known, then anew. */
  @Benchmark
  public Turn followVisitor() {
    if (visitorMessage == toVisitors.size()) {
      visitorMessage = 0;
      visitors.clear();
    }
    Message next = toVisitors.get(visitorMessage++);
    turn.clear();
    visitors.put(next.key(), rules.take(next, visitors.get(next.key()), turn));
    return turn;
  }

  /** An event to whose it is by the address, from when none was known, then anew. */
  @Benchmark
  public Turn resolveAddress() {
    if (addressMessage == toAddresses.size()) {
      addressMessage = 0;
      addresses.clear();
    }
    Message next = toAddresses.get(addressMessage++);
    turn.clear();
    addressRules.take(
        next, addresses.computeIfAbsent(next.key(), address -> new Addresses.State()), turn);
    return turn;
  }

  /** A visitor, as it is in the end, from its bytes and back. */
  @Benchmark
  public int readAndWriteVisitor() {
    visitorState = (visitorState + 1) % visitorStates.size();
    out.clear();
    VisitorStateCodec.write(
        VisitorStateCodec.read(new ByteReader(visitorStates.get(visitorState))), out);
    return out.size();
  }

  /** An address from its bytes and back. */
  @Benchmark
  public int readAndWriteAddress() {
    addressState = (addressState + 1) % addressStates.size();
    out.clear();
    AddressStateCodec.write(
        AddressStateCodec.read(new ByteReader(addressStates.get(addressState))), out);
    return out.size();
  }
}
