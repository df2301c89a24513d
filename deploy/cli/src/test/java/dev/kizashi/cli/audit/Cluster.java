package dev.kizashi.cli.audit;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.resolution.Addresses;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Erasures;
import dev.kizashi.scoring.resolution.Leads;
import dev.kizashi.scoring.resolution.MergeRegister;
import dev.kizashi.scoring.resolution.MergeRegister.Link;
import dev.kizashi.scoring.resolution.Numbers;
import dev.kizashi.scoring.resolution.Turn;
import dev.kizashi.scoring.resolution.Turn.Outcome;
import dev.kizashi.scoring.resolution.VisitorState;
import dev.kizashi.scoring.resolution.Visitors;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The job's own parts as on many machines: whoever sends something to somebody is heard in order,
 * but nobody knows when; and what goes by way of {@code lead-transfers} takes its time. Only a
 * watermark overtakes nothing, except for those transfers.
 */
final class Cluster {
  private static final String TRANSFERS = "transfers";

  private final Log log;
  private final SignalCatalogue catalogue;
  private final Bounds bounds;
  private final Recognition recognition;
  private final List<Timeline.Entry<Rules>> published = new ArrayList<>();
  private final Map<String, LeadState> leadStates = new TreeMap<>();
  private final Map<String, VisitorState> visitorStates = new HashMap<>();
  private final Map<String, Addresses.State> addressStates = new HashMap<>();
  private final Addresses addresses = new Addresses(new Numbers());
  private final Numbers visitorNumbers = new Numbers();
  private final Erasures erasures;
  private final Erasures registered;
  private final MergeRegister register;
  private final Map<String, Deque<Message>> channels = new LinkedHashMap<>();
  private final Turn turn = new Turn();

  private Rulebook book;
  private LeadJudge judge;
  private Leads leads;
  private Visitors visitors;
  private long watermark = Long.MIN_VALUE;

  /** Where it writes. */
  interface Log {
    void say(Emission emission);

    /**
     * @param versions null where nothing was judged
     */
    void ended(Outcome outcome, String versions);

    /** A record of {@code lead-transfers}; where it stands. */
    Origin transfer(Message kind, byte[] body);
  }

  Cluster(Log log, ScoringModel model, SignalCatalogue catalogue, Bounds bounds) {
    this.log = log;
    this.catalogue = catalogue;
    this.bounds = bounds;
    this.recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
    this.erasures = new Erasures(new byte[] {1}, bounds.erasureMillis());
    this.registered = new Erasures(new byte[] {1}, bounds.erasureMillis());
    this.register = new MergeRegister(new LinksInMemory(), registered);
    publish(Long.MIN_VALUE, model);
  }

  private void publish(long from, ScoringModel model) {
    published.add(new Timeline.Entry<>(from, new Rules(model, catalogue)));
    book = new Rulebook(Timeline.of(published));
    judge = new LeadJudge(book);
    leads = new Leads(judge, erasures);
    visitors = new Visitors(book, bounds, visitorNumbers);
  }

  // ---- what happens to it -------------------------------------------------------------------

  /** What becomes of behaviour at once; where it goes further, nothing yet. */
  Recognised behaves(Event event, Origin origin) {
    Recognised recognised = recognition.behaviour(event, origin);
    if (recognised.event() != null) {
      send(origin.topic().topicName(), recognised.event());
    }
    return recognised;
  }

  void hears(String leadId, String eventId, long occurredAt, CrmUpdate update, Origin origin) {
    send(origin.topic().topicName(), Recognition.crm(leadId, eventId, occurredAt, update, origin));
  }

  /** Another version is known and comes into force for every lead at once. */
  void changesTo(ScoringModel next) {
    publish(next.effectiveFrom(), next);
    leadStates.forEach(
        (leadId, state) -> {
          if (!state.isNew() && !state.isAway()) {
            judge.onTime(leadId, state, next.effectiveFrom()).forEach(log::say);
          }
        });
  }

  /** A watermark: whatever was sent before, but for transfers, has arrived before it. */
  void passes(long until) {
    while (deliver(key -> !isTransfer(key), null)) {
      // More may come of it.
    }
    watermark = Math.max(watermark, until);
    leadStates.forEach(this::fire);
    visitorStates.values().removeIf(this::isForgotten);
    erasures.forget(watermark);
    registered.forget(watermark);
  }

  private boolean isForgotten(VisitorState state) {
    boolean isDue = visitors.forgetAt(state) <= watermark;
    if (isDue) {
      visitors.forgotten(state);
    }
    return isDue;
  }

  private void fire(String leadId, LeadState state) {
    if (judge.isDue(state, watermark)) {
      judge.onTime(leadId, state, watermark).forEach(log::say);
    }
  }

  /** Everything arrives that is on its way. */
  void settles() {
    while (deliver(key -> true, null)) {
      // More may come of it.
    }
  }

  /** Some of what is on its way arrives, transfers seldom. */
  void goesOn(Random dice) {
    for (int left = dice.nextInt(8); left > 0; left--) {
      boolean transfers = dice.nextInt(6) == 0;
      deliver(key -> transfers == isTransfer(key), dice);
    }
  }

  // ---- who sends what to whom ---------------------------------------------------------------

  private static boolean isTransfer(String channel) {
    return channel.startsWith(TRANSFERS);
  }

  private void send(String from, Message message) {
    channels
        .computeIfAbsent(
            from + " to " + message.station() + " " + message.key(), it -> new ArrayDeque<>())
        .add(message);
  }

  private boolean deliver(Predicate<String> which, Random dice) {
    List<String> open = channels.keySet().stream().filter(which).toList();
    if (open.isEmpty()) {
      return false;
    }
    String channel = open.get(dice == null ? 0 : dice.nextInt(open.size()));
    Message message = channels.get(channel).remove();
    if (channels.get(channel).isEmpty()) {
      channels.remove(channel);
    }
    deliver(message);
    return true;
  }

  private void deliver(Message message) {
    String versions = null;
    String key = message.key();
    turn.clear();
    switch (message.station()) {
      case ADDRESSES ->
          keep(addressStates, key, addresses.take(message, addressStates.get(key), turn));
      case VISITORS ->
          keep(visitorStates, key, visitors.take(message, visitorStates.get(key), turn));
      case MERGES -> register.take(message, turn);
      case LEADS -> {
        LeadState state = leads.take(message, leadStates.get(key), turn);
        keep(leadStates, key, state);
        versions = state == null ? null : book.versionsOf(state);
      }
    }
    turn.emissions().forEach(log::say);
    for (Message sent : turn.messages()) {
      if (message.station() == Message.Station.LEADS) {
        sendByRecord(sent);
      } else {
        send(message.station() + " " + key, sent);
      }
    }
    for (Outcome outcome : turn.outcomes()) {
      log.ended(outcome, outcome.sequence() == 0 ? null : versions);
    }
    if (message.station() == Message.Station.LEADS && leadStates.containsKey(key)) {
      fire(key, leadStates.get(key));
    }
  }

  private void sendByRecord(Message message) {
    ByteWriter out = new ByteWriter();
    MessageCodec.write(message, out);
    byte[] body = out.toByteArray();
    Origin origin = log.transfer(message, body);
    send(TRANSFERS, MessageCodec.read(new ByteReader(body)).from(origin));
  }

  private static <T> void keep(Map<String, T> states, String key, T state) {
    if (state == null) {
      states.remove(key);
    } else {
      states.put(key, state);
    }
  }

  // ---- what is asked ------------------------------------------------------------------------

  /** The engagement of every lead that has a score, by id. */
  Map<String, Double> engagements(long at) {
    Map<String, Double> engagements = new TreeMap<>();
    leadStates.forEach(
        (leadId, state) -> {
          if (!state.isNew() && !state.isAway()) {
            engagements.put(leadId, judge.scoreAt(leadId, state, at).engagement());
          }
        });
    return engagements;
  }

  /** How many facts each lead has, those of merged leads included. */
  Map<String, Long> facts() {
    return facts(leadStates);
  }

  static Map<String, Long> facts(Map<String, LeadState> states) {
    Map<String, Long> counts = new TreeMap<>();
    states.forEach(
        (leadId, state) -> {
          Facts facts = state.history().facts();
          long count = 0;
          for (int i = 0; i < facts.size(); i++) {
            count += facts.count(i);
          }
          if (count > 0) {
            counts.put(leadId, count);
          }
        });
    return counts;
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
