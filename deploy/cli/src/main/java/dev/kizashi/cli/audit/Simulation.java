package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.oracle.Bounds;
import dev.kizashi.oracle.Source;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.EventField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

  /** Leads to which something came that has no record, in the order in which it did. */
  private final Set<LeadReplay> undecided = new LinkedHashSet<>();

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
    this.post = new Post(findings, this::lookAtNext);
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

  RegisterReplay register() {
    return register;
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

  /** An input record with its entry, in the order of the trail. */
  void expect(Item item) {
    for (Passed by : item.entry().passed()) {
      if (by.key().equals(Route.REGISTER)) {
        register.expect(item, by.number());
      } else if (by.key().startsWith(Route.ADDRESS)) {
        address(by.key().substring(Route.ADDRESS.length())).expect(item, by.number());
      } else if (by.key().startsWith(Route.VISITOR)) {
        visitor(by.key().substring(Route.VISITOR.length())).expect(item);
      } else {
        differs(item.entry(), "whom it came by", "an address, a visitor or merges", by.key());
      }
    }
    boolean atLead =
        item.isTransfer()
            ? item.transfer().station() == Message.Station.LEADS
            : item.entry().leadId() != null;
    if (atLead) {
      lead(item.entry().leadId()).expect(item);
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

  /** Whether a record says that it was sent, which nobody has sent yet. */
  boolean holds(Message note) {
    return post.holds(new Letter.Note(note));
  }

  /** Whether records say that a lead made way for whoever claims its address, and did not yet. */
  boolean holdsMergeOf(String address) {
    return post.holdsMergeOf(address);
  }

  OptionalLong clockOfMove(String to, Source path, long order) {
    return post.clockOfMove(to, Letter.written(path), order);
  }

  /** Who it came by is done with it. */
  void passOn(Item item) {
    item.pass();
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

  void undecided(LeadReplay lead) {
    undecided.add(lead);
    lookAt(lead);
  }

  /** It waits for what is probably still to come. */
  void decidesLater(LeadReplay lead) {
    undecided.add(lead);
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
    } while (goesOnAnyway());
    post.reportMissing();
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

  private boolean goesOnAnyway() {
    undecided.removeIf(lead -> !lead.isUndecided());
    for (LeadReplay lead : undecided) {
      if (lead.goOnAnyway()) {
        lookAt(lead);
        return true;
      }
    }
    if (post.deliverOtherwise()) {
      return true;
    }
    for (LeadReplay lead : undecided) {
      if (lead.settleClaims()) {
        lookAt(lead);
        return true;
      }
    }
    return false;
  }

  /**
   * Where something does not fit, others wait for ever. What does not fit by itself is said; of the
   * rest, where there is nothing else to blame, the first.
   */
  private void reportWhatHangs() {
    leads.values().stream()
        .filter(LeadReplay::isContradicted)
        .forEach(LeadReplay::reportContradiction);
    List<LeadReplay> hanging =
        leads.values().stream().filter(it -> it.isWaiting() && !it.isBroken()).toList();
    boolean anybody = !hanging.isEmpty() || stations().anyMatch(Station::isWaiting);
    if (!anybody) {
      return;
    }
    if (findings.differences() == 0 && findings.unproven().isEmpty()) {
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

  /** Of the records that nobody has taken yet. */
  void onTheirWay(long count) {
    findings.checked(Checked.ON_THEIR_WAY, count);
  }
}
