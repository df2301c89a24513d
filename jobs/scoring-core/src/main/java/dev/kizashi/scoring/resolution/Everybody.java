package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.resolution.MergeRegister.Link;
import dev.kizashi.scoring.resolution.Turn.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * All leads, visitors and addresses in one place: what the job does on many machines, with every
 * message delivered at once. Event time is the latest time seen; before an event is judged, the
 * instants of all leads that are due by then fire in the order of (time, lead id).
 *
 * <p>As in the job a lead has at most one armed timer; where its next instant moves later the timer
 * stays, turns out early and is armed anew, so an entry of the queue counts only while it is the
 * armed one.
 */
public final class Everybody {
  private static final byte[] NO_SECRET = {1};

  private final LeadJudge judge;
  private final Leads leads;
  private final Visitors visitors;
  private final Addresses addresses = new Addresses(new Numbers());
  private final MergeRegister merges;
  private final Erasures erasures;
  private final Erasures registered;
  private final Consumer<? super Emission> emissions;
  private final Map<String, LeadState> leadStates = new HashMap<>();
  private final Map<String, VisitorState> visitorStates = new HashMap<>();
  private final Map<String, Addresses.State> addressStates = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparing(Timer::leadId));
  private final Deque<Message> inFlight = new ArrayDeque<>();
  private final Turn turn = new Turn();
  private final UnaryOperator<Message> delivery;
  private long time = Long.MIN_VALUE;

  private record Timer(long at, String leadId) {}

  /**
   * Starts from nothing.
   *
   * @param emissions is told everything as it happens, scores included
   */
  public Everybody(Rulebook book, Bounds bounds, Consumer<? super Emission> emissions) {
    this(book, bounds, emissions, UnaryOperator.identity());
  }

  /**
   * Starts from nothing.
   *
   * @param delivery what happens to a message on its way
   */
  public Everybody(
      Rulebook book,
      Bounds bounds,
      Consumer<? super Emission> emissions,
      UnaryOperator<Message> delivery) {
    this.delivery = delivery;
    this.erasures = new Erasures(NO_SECRET, bounds.erasureMillis());
    this.registered = new Erasures(NO_SECRET, bounds.erasureMillis());
    this.judge = new LeadJudge(book);
    this.leads = new Leads(judge, erasures);
    this.visitors = new Visitors(book, bounds, new Numbers());
    this.merges = new MergeRegister(new LinksInMemory(), registered);
    this.emissions = emissions;
  }

  /** Epoch millis of the latest event or {@link #advanceTo}; {@link Long#MIN_VALUE} before any. */
  public long time() {
    return time;
  }

  /** What is known of every lead, by lead id, merged ones included; a view. */
  public Map<String, LeadState> states() {
    return Collections.unmodifiableMap(leadStates);
  }

  /** What is known of every visitor, by visitor id; a view. */
  public Map<String, VisitorState> visitors() {
    return Collections.unmodifiableMap(visitorStates);
  }

  /** What is known of every address; a view. */
  public Map<String, Addresses.State> addresses() {
    return Collections.unmodifiableMap(addressStates);
  }

  /**
   * Takes an event, after whatever was due by its time.
   *
   * @return what became of it, and of what it set in motion
   */
  public List<Outcome> take(LeadEvent event) {
    advanceTo(event.occurredAt());
    List<Outcome> outcomes = new ArrayList<>(1);
    inFlight.add(event);
    while (!inFlight.isEmpty()) {
      deliver(delivery.apply(inFlight.remove()));
      turn.emissions().forEach(emissions);
      inFlight.addAll(turn.messages());
      outcomes.addAll(turn.outcomes());
      turn.clear();
    }
    return outcomes;
  }

  private void deliver(Message message) {
    switch (message.station()) {
      case ADDRESSES ->
          keep(
              addressStates,
              message.key(),
              addresses.take(message, addressStates.get(message.key()), turn));
      case VISITORS -> {
        VisitorState known = visitorStates.get(message.key());
        if (known != null && visitors.forgetAt(known) <= time) {
          visitors.forgotten(known);
          known = null;
        }
        keep(visitorStates, message.key(), visitors.take(message, known, turn));
      }
      case MERGES -> merges.take(message, turn);
      case LEADS -> {
        LeadState state = leads.take(message, leadStates.get(message.key()), turn);
        keep(leadStates, message.key(), state);
        if (state != null) {
          arm(message.key(), state);
        }
      }
    }
  }

  private static <T> void keep(Map<String, T> states, String key, T state) {
    if (state == null) {
      states.remove(key);
    } else {
      states.put(key, state);
    }
  }

  /** Lets time pass up to an instant, unless it has; what is due by then fires. */
  public void advanceTo(long instant) {
    time = Math.max(time, instant);
    while (!timers.isEmpty() && timers.peek().at() <= time) {
      Timer timer = timers.remove();
      LeadState lead = leadStates.get(timer.leadId());
      if (lead != null && lead.armedFor() == timer.at()) {
        lead.armFor(Curve.NEVER);
        if (judge.isDue(lead, timer.at())) {
          judge.onTime(timer.leadId(), lead, timer.at()).forEach(emissions);
        }
        arm(timer.leadId(), lead);
      }
    }
    erasures.forget(time);
    registered.forget(time);
  }

  private void arm(String leadId, LeadState lead) {
    if (lead.wakeAt() < lead.armedFor()) {
      timers.add(new Timer(lead.wakeAt(), leadId));
      lead.armFor(lead.wakeAt());
    }
  }

  /** The whole score of every lead that has one as of now, by lead id. */
  public void scores(Consumer<? super LeadScored> scores) {
    leadStates.entrySet().stream()
        .filter(entry -> !entry.getValue().isNew() && !entry.getValue().isAway())
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> scores.accept(judge.scoreAt(entry.getKey(), entry.getValue(), time)));
  }

  /** Everything that is kept goes through bytes, as in a job that is stopped and goes on. */
  public void restart() {
    leadStates.replaceAll((id, state) -> again(state, LeadStateCodec::write, LeadStateCodec::read));
    visitorStates.replaceAll(
        (id, state) -> again(state, VisitorStateCodec::write, VisitorStateCodec::read));
    addressStates.replaceAll(
        (id, state) -> again(state, AddressStateCodec::write, AddressStateCodec::read));
  }

  private static <T> T again(
      T state, BiConsumer<T, ByteWriter> write, Function<ByteReader, T> read) {
    ByteWriter bytes = new ByteWriter();
    write.accept(state, bytes);
    return read.apply(new ByteReader(bytes.toByteArray()));
  }

  /** How many leads have a score. */
  public long scored() {
    return leadStates.values().stream().filter(it -> !it.isNew() && !it.isAway()).count();
  }

  private static final class LinksInMemory implements MergeRegister.Links {
    private final Map<String, Link> links = new HashMap<>();
    private long orders;

    @Override
    public Link get(String leadId) {
      return links.get(leadId);
    }

    @Override
    public void put(String leadId, Link link) {
      links.put(leadId, link);
    }

    @Override
    public void remove(String leadId) {
      links.remove(leadId);
    }

    @Override
    public long nextOrder() {
      return ++orders;
    }
  }
}
