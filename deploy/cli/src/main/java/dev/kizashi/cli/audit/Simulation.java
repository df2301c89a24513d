package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.oracle.Bounds;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.GiveBack;
import dev.kizashi.scoring.evaluate.Message.Joins;
import dev.kizashi.scoring.signals.EventField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the job did, done once more by the naive judgement's parts, each of which takes in the order
 * of the trail what came to it. So everything that hangs on who was first is repeated as it was,
 * and everything else is worked out and held against what stands there: whom an event went to, what
 * was sent, what was said.
 *
 * <p>Nobody's turn is planned: whoever has what is next takes it, until nobody has.
 */
final class Simulation {
  private final Reading reading;
  private final Versions versions;
  private final Findings findings;
  private final Function<String, LeadOutputs> outputs;
  private final long latest;
  private final Post post;
  private final Map<String, AddressReplay> addresses = new HashMap<>();
  private final Map<String, VisitorReplay> visitors = new HashMap<>();
  private final RegisterReplay register = new RegisterReplay(this);
  private final Map<String, LeadReplay> leads = new LinkedHashMap<>();
  private final Deque<Station> due = new ArrayDeque<>();

  /** What followed from records, as the trail says it, that nobody has told a lead yet. */
  private final Map<Followed, Item> untold = new LinkedHashMap<>();

  /** What somebody told a lead, where the trail does not say that it followed. */
  private final List<Followed> unheard = new ArrayList<>();

  /** What led to something elsewhere, by place. */
  private final Map<Place, Item> causes = new HashMap<>();

  /** What a record led to at a lead; there is one such for each. */
  private record Followed(Place cause, String leadId) {}

  /**
   * @param outputs what the outputs say of a lead
   * @param latest the latest time of any input, epoch millis
   */
  Simulation(
      Reading reading,
      Versions versions,
      Findings findings,
      Function<String, LeadOutputs> outputs,
      long latest) {
    this.reading = reading;
    this.versions = versions;
    this.findings = findings;
    this.outputs = outputs;
    this.latest = latest;
    this.post = new Post(findings, this::delivered);
  }

  // ---- who there is -------------------------------------------------------------------------

  Reading reading() {
    return reading;
  }

  Versions versions() {
    return versions;
  }

  Findings findings() {
    return findings;
  }

  LeadReplay lead(String leadId) {
    return leads.computeIfAbsent(leadId, it -> new LeadReplay(this, it, outputs.apply(it)));
  }

  Collection<LeadReplay> leads() {
    return leads.values();
  }

  private AddressReplay address(String address) {
    return addresses.computeIfAbsent(address, it -> new AddressReplay(this, it));
  }

  private VisitorReplay visitor(String visitorId) {
    return visitors.computeIfAbsent(visitorId, it -> new VisitorReplay(this, it, Bounds.USUAL));
  }

  /**
   * An entry of the trail, in its order; each cause and lead come once.
   *
   * @param isCause whether something followed from the record
   */
  void expect(Item item, boolean isCause) {
    Entry entry = item.entry();
    if (item.isFollowed()) {
      untold.put(new Followed(item.place(), entry.leadId()), item);
    } else if (isCause) {
      causes.put(item.place(), item);
    }
    for (Passed by : entry.passed()) {
      if (by.key().equals(Route.REGISTER)) {
        register.expect(item, by.number());
      } else if (by.key().startsWith(Route.ADDRESS)) {
        address(by.key().substring(Route.ADDRESS.length())).expect(item, by.number());
      } else if (by.key().startsWith(Route.VISITOR)) {
        visitor(by.key().substring(Route.VISITOR.length())).expect(item, by.number());
      } else {
        differs(entry, "whom it came by", "an address, a visitor or merges", by.key());
      }
    }
    boolean atLead =
        item.isTransfer()
            ? item.transfer().station() == Message.Station.LEADS
            : entry.leadId() != null;
    if (atLead) {
      lead(entry.leadId()).expect(item);
    }
  }

  /** A record of {@code lead-transfers}, whether it has been taken or not. */
  void expectToBeSent(Item item) {
    post.add(item);
  }

  // ---- what they do -------------------------------------------------------------------------

  void send(Message note) {
    post.send(new Letter.Note(note));
  }

  void send(Letter letter) {
    post.send(letter);
  }

  /**
   * A lead is told something that has no record of its own.
   *
   * @param cause the record that led to it
   */
  void tell(Place cause, String leadId, Message word) {
    Followed followed = new Followed(cause, leadId);
    Item item = untold.remove(followed);
    if (item == null) {
      unheard.add(followed);
    } else {
      findings.checked(Checked.FOLLOWED, 1);
      item.tells(word);
      lookAtNext(item);
    }
  }

  /** Whether the trail says that a lead was told of a record, and nobody has told it yet. */
  boolean isFollowed(Place cause, String leadId) {
    return untold.containsKey(new Followed(cause, leadId));
  }

  /** Who it came by is done with it. */
  void passOn(Item item) {
    item.pass();
    lookAtNext(item);
  }

  /** A lead that waits does something at once with some of what it is sent. */
  private void delivered(Item item) {
    if (item.transfer() instanceof Joins joins) {
      lead(joins.leadId()).isJoined(item);
    } else if (item.transfer() instanceof GiveBack give) {
      Item followed = untold.remove(new Followed(item.place(), give.leadId()));
      if (followed != null) {
        findings.checked(Checked.FOLLOWED, 1);
        followed.tells(give, item.letter());
        lookAtNext(followed);
      }
    }
    lookAtNext(item);
  }

  private void lookAtNext(Item item) {
    Entry entry = item.entry();
    if (entry == null) {
      return;
    }
    Passed next = item.next();
    if (next == null) {
      if (entry.leadId() != null) {
        lookAt(lead(entry.leadId()));
      }
    } else if (next.key().equals(Route.REGISTER)) {
      lookAt(register);
    } else if (next.key().startsWith(Route.ADDRESS)) {
      lookAt(address(next.key().substring(Route.ADDRESS.length())));
    } else {
      lookAt(visitor(next.key().substring(Route.VISITOR.length())));
    }
  }

  void lookAt(Station station) {
    due.add(station);
  }

  /** The lead that a record names, by itself or by its address; null for an anonymous one. */
  String leadNamed(Item item) {
    if (item.leadId() == null) {
      item.names(
          item.decoded(reading)
              .fold(
                  behaviour -> behaviour.event().text(EventField.LEAD_ID),
                  crm -> crm.leadId(),
                  unusable -> null));
    }
    return item.leadId();
  }

  /** Whether a watermark may have come so far. */
  boolean mayHaveReached(long instant) {
    return latest >= instant;
  }

  void check(Entry entry, String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      differs(entry, what, expected, found);
    }
  }

  void differs(Entry entry, String what, Object expected, Object found) {
    findings.differs(entry.place().toString(), entry.sequence(), what, expected, found);
  }

  // ---- how it goes on -----------------------------------------------------------------------

  void run() {
    stations().forEach(due::add);
    do {
      while (!due.isEmpty()) {
        due.remove().run();
      }
    } while (post.deliverOtherwise() || passesOverWhatHasNoCause());
    post.reportMissing();
    reportUnheard();
    reportWhatHangs();
    reportUnsent();
  }

  private Stream<Station> stations() {
    List<Station> all = new ArrayList<>();
    all.addAll(addresses.values());
    all.addAll(visitors.values());
    all.add(register);
    all.addAll(leads.values());
    return all.stream();
  }

  /**
   * Where nothing else goes on: what the trail says to have followed from a record that all have
   * dealt with did not. Nor, where nothing else is to blame, what a lead waits for.
   *
   * @return whether there was any
   */
  private boolean passesOverWhatHasNoCause() {
    Optional<Item> made =
        untold.values().stream().filter(item -> isDealtWith(causes.get(item.place()))).findFirst();
    if (made.isEmpty() && isFlawless() && unheard.isEmpty() && !post.isMissingAny()) {
      made =
          untold.values().stream()
              .filter(item -> lead(item.entry().leadId()).isNext(item))
              .findFirst();
    }
    made.ifPresent(
        item -> {
          reportWithoutCause(item);
          LeadReplay lead = lead(item.entry().leadId());
          lead.passOver(item);
          lookAt(lead);
        });
    return made.isPresent();
  }

  private boolean isFlawless() {
    return findings.differences() == 0 && findings.unproven().isEmpty();
  }

  /** Whether nothing more can follow from it. */
  private static boolean isDealtWith(Item cause) {
    return cause == null || cause.isAtItsLead();
  }

  private void reportWithoutCause(Item item) {
    String leadId = item.entry().leadId();
    untold.remove(new Followed(item.place(), leadId));
    findings.differs(Kind.WITHOUT_CAUSE, item.place().toString(), 0, followed(leadId));
  }

  static String followed(String leadId) {
    return "entry of what followed for " + leadId;
  }

  /** What a lead was told may still wait with it for its facts. */
  private void reportUnheard() {
    for (Followed followed : unheard) {
      LeadReplay lead = lead(followed.leadId());
      if (lead.isReturning() && !lead.isBroken()) {
        findings.checked(Checked.ON_THEIR_WAY, 1);
      } else {
        findings.differs(Kind.MISSING, followed.cause().toString(), 0, followed(followed.leadId()));
      }
    }
  }

  /**
   * Where something does not fit, others wait for ever. Of those, where there is nothing else to
   * blame, the first is said.
   */
  private void reportWhatHangs() {
    List<LeadReplay> hanging =
        leads.values().stream().filter(it -> it.isWaiting() && !it.isBroken()).toList();
    boolean anybody = !hanging.isEmpty() || stations().anyMatch(Station::isWaiting);
    if (!anybody) {
      return;
    }
    if (isFlawless()) {
      Optional<Item> unsent = post.firstUnsent(item -> item.entry() != null);
      if (unsent.isPresent()) {
        findings.differs(Kind.WITHOUT_CAUSE, unsent.get().place().toString(), 0, "transfer");
      } else {
        findings.differs(
            Kind.MISSING, "audit-trail", 0, "entry of a record that others came after");
      }
    }
    hanging.forEach(
        lead -> {
          lead.hangs();
          findings.unproven("leads that wait for what is not proven");
        });
  }

  /** A record that nobody has sent; where something hangs, whoever hangs may have. */
  private void reportUnsent() {
    boolean whole =
        leads.values().stream().noneMatch(LeadReplay::isBroken)
            && stations().noneMatch(Station::isWaiting);
    if (whole) {
      for (Item item : post.unsent()) {
        findings.differs(Kind.WITHOUT_CAUSE, item.place().toString(), 0, "transfer");
      }
    }
  }
}
