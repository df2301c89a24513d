package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.oracle.NaiveLead.Given;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * §8: all leads, visitors and addresses at once, in the order of a file.
 *
 * <p>It knows nothing of its own: {@link NaiveAddress}, {@link NaiveVisitor}, {@link NaiveMerges}
 * and {@link NaiveLead} do, and whatever one of them says to another is heard before anything else
 * happens.
 */
public final class NaiveWorld {
  private final ScoringModel model;
  private final NaiveMatching matching;
  private final UnaryOperator<String> accountOfAddress;
  private final Bounds bounds;

  private final Map<String, NaiveAddress> addresses = new TreeMap<>();
  private final Map<String, NaiveVisitor> visitors = new TreeMap<>();
  private final NaiveMerges merges = new NaiveMerges();
  private final Map<String, NaiveLead> leads = new TreeMap<>();

  private Fate fate;
  private boolean suspect;

  /**
   * @param accountOfAddress the account that a normalised e-mail address belongs to, or null
   */
  public NaiveWorld(
      ScoringModel model, SignalCatalogue catalogue, UnaryOperator<String> accountOfAddress) {
    this(model, catalogue, accountOfAddress, Bounds.USUAL);
  }

  /** As the other, with bounds that are met sooner. */
  public NaiveWorld(
      ScoringModel model,
      SignalCatalogue catalogue,
      UnaryOperator<String> accountOfAddress,
      Bounds bounds) {
    this.model = Objects.requireNonNull(model, "model");
    this.matching = new NaiveMatching(catalogue);
    this.accountOfAddress = Objects.requireNonNull(accountOfAddress, "accountOfAddress");
    this.bounds = Objects.requireNonNull(bounds, "bounds");
  }

  private NaiveAddress address(String address) {
    return addresses.computeIfAbsent(address, NaiveAddress::new);
  }

  private NaiveVisitor visitor(String visitorId) {
    return visitors.computeIfAbsent(
        visitorId, id -> new NaiveVisitor(id, bounds, clock -> matching.catalogue()));
  }

  private NaiveLead lead(String leadId) {
    return leads.computeIfAbsent(
        leadId, id -> new NaiveLead(id, model, matching, accountOfAddress));
  }

  // ---- behaviour ----------------------------------------------------------------------------

  /** Whom an event names, and what its address may become an alias of. */
  private record Named(String leadId, String address) {
    boolean mayClaim() {
      return leadId != null && address != null && !address.equals(leadId);
    }
  }

  /**
   * Takes in one behaviour; see {@link #lastFate} for what became of it. What is due before it has
   * to have been fired.
   *
   * @return what was said, in order
   */
  public List<Emission> event(Event behaviour) {
    suspect = false;
    Named named;
    try {
      Optional<String> leadOrAddress = LeadIdentity.leadOf(behaviour);
      String written = behaviour.text(EventField.EMAIL);
      named =
          new Named(
              behaviour.text(EventField.LEAD_ID),
              written == null ? null : LeadIdentity.addressIn(written).orElseThrow());
      if (leadOrAddress.isEmpty()) {
        return nameless(behaviour);
      }
    } catch (IllegalArgumentException e) {
      return nothing(Fate.DEAD_LETTER);
    }
    boolean reaches = matching.reachesItsLead(behaviour, matching.signals(behaviour));
    if (!reaches && !named.mayClaim()) {
      return nothing(Fate.UNMATCHED);
    }
    return reaches ? naming(behaviour, named) : claimOnly(behaviour, named);
  }

  private List<Emission> nothing(Fate what) {
    fate = what;
    return List.of();
  }

  private List<Emission> nameless(Event behaviour) {
    String visitorId = behaviour.text(EventField.VISITOR_ID);
    if (visitorId == null) {
      return nothing(Fate.DEAD_LETTER);
    }
    if (!matching.isOfInterest(behaviour, matching.signals(behaviour))) {
      return nothing(Fate.UNMATCHED);
    }
    NaiveVisitor visitor = visitor(visitorId);
    NaiveVisitor.Way way = visitor.arrive(behaviour, matching);
    suspect = visitor.lastSuspect();
    if (way.leadId() == null) {
      return nothing(way.fate());
    }
    if (lead(way.leadId()).refuses(behaviour.occurredAt())) {
      return nothing(Fate.IGNORED);
    }
    return judge(behaviour, routeOf(way.leadId()), visitor.source(), Optional.empty());
  }

  private List<Emission> naming(Event behaviour, Named named) {
    long occurredAt = behaviour.occurredAt();
    suspect = matching.suspectReason(behaviour).isPresent();
    boolean byAddress = named.leadId() == null;
    String leadId = byAddress ? address(named.address()).lead() : named.leadId();
    String visitorId = suspect ? null : behaviour.text(EventField.VISITOR_ID);

    Optional<History> brought = Optional.empty();
    if (visitorId != null) {
      brought = visitor(visitorId).name(leadId, occurredAt);
    }
    if (lead(leadId).refuses(occurredAt)) {
      if (visitorId != null) {
        visitor(visitorId).refused(leadId, occurredAt);
      }
      return nothing(Fate.IGNORED);
    }
    Route route = routeOf(leadId);
    List<Emission> said = judge(behaviour, route, Source.OWN, brought);
    if (fate != Fate.DUPLICATE && named.mayClaim()) {
      Fate ofTheEvent = fate;
      said.addAll(claim(lead(leadId), named.address(), occurredAt));
      fate = ofTheEvent;
    }
    return said;
  }

  /** It shows nothing and reaches nobody, but says whose an address is. */
  private List<Emission> claimOnly(Event behaviour, Named named) {
    if (lead(named.leadId()).refuses(behaviour.occurredAt())) {
      return nothing(Fate.IGNORED);
    }
    List<Emission> said = claim(lead(named.leadId()), named.address(), behaviour.occurredAt());
    fate = Fate.UNMATCHED;
    return said;
  }

  /**
   * The way from a lead that is named to the one that is judged.
   *
   * @param path of what names the former, at the latter
   */
  private record Route(NaiveLead lead, Source path) {}

  private Route routeOf(String leadId) {
    NaiveLead at = lead(leadId);
    Source path = Source.OWN;
    while (at.movedTo().isPresent()) {
      path = path.under(Source.lead(at.leadId()));
      at = lead(at.movedTo().get());
    }
    return new Route(at, path);
  }

  private List<Emission> judge(
      Event behaviour, Route route, Source source, Optional<History> brought) {
    List<Emission> said =
        new ArrayList<>(
            route
                .lead()
                .event(
                    behaviour,
                    matching,
                    source.under(route.path()),
                    brought.map(history -> history.under(route.path()))));
    fate = route.lead().lastFate();
    suspect = route.lead().lastSuspect();
    return said;
  }

  /** The lead was judged by a record that carries an address. */
  private List<Emission> claim(NaiveLead lead, String address, long occurredAt) {
    if (!lead.claims(address)) {
      return List.of();
    }
    address(address).claimedBy(lead.leadId());
    NaiveLead before = lead(address);
    if (before.clock().isEmpty() || before.movedTo().isPresent()) {
      return List.of();
    }
    List<Emission> said = new ArrayList<>();
    merges
        .merge(lead.leadId(), address, null)
        .ifPresent(
            move -> {
              Given given = moveOut(move, occurredAt);
              said.addAll(given.said());
              said.addAll(lead(move.to()).receive(given.history(), occurredAt));
            });
    return said;
  }

  private Given moveOut(NaiveMerges.Move move, long occurredAt) {
    Given given = lead(move.from()).moveTo(move.to(), occurredAt);
    return new Given(given.said(), given.history().under(Source.lead(move.from())));
  }

  // ---- the CRM ------------------------------------------------------------------------------

  /**
   * Takes in what the CRM says of a lead; see {@link #lastFate}. What is due before it has to have
   * been fired.
   *
   * @param leadId as the record names it
   * @param occurredAt epoch millis
   * @return what was said, in order
   */
  public List<Emission> crm(String leadId, String eventId, long occurredAt, CrmUpdate update) {
    suspect = false;
    if (!NaiveLead.isUsable(update)) {
      return nothing(Fate.DEAD_LETTER);
    }
    switch (update.kind()) {
      case MERGED:
        return merged(leadId, eventId, occurredAt, update);
      case UNMERGED:
        return unmerged(leadId, eventId, occurredAt, update);
      case ERASED:
        return merges.refuses(leadId, occurredAt)
            ? judge(leadId, eventId, occurredAt, update)
            : erased(leadId, occurredAt);
      default:
        return judge(leadId, eventId, occurredAt, update);
    }
  }

  private List<Emission> judge(String leadId, String eventId, long occurredAt, CrmUpdate update) {
    if (lead(leadId).refuses(occurredAt)) {
      return nothing(Fate.IGNORED);
    }
    Route route = routeOf(leadId);
    List<Emission> said =
        new ArrayList<>(route.lead().crm(eventId, occurredAt, update, route.path()));
    fate = route.lead().lastFate();
    if (fate != Fate.DUPLICATE) {
      NaiveLead claims =
          switch (update.kind()) {
            // Of no effect, else it would not be judged here.
            case MERGED, UNMERGED -> route.lead();
            default -> lead(leadId);
          };
      said.addAll(claim(claims, leadId, occurredAt, update));
    }
    return said;
  }

  /** The lead that a record was judged for claims the record's address, unless it goes by it. */
  private List<Emission> claim(NaiveLead lead, String named, long occurredAt, CrmUpdate update) {
    if (update.email() == null || update.email().isEmpty()) {
      return List.of();
    }
    String address = LeadIdentity.addressIn(update.email()).orElseThrow();
    return address.equals(named) ? List.of() : claim(lead, address, occurredAt);
  }

  private boolean concernsNobody(String leadId, CrmUpdate update, long occurredAt) {
    return update.otherLeadId() == null
        || merges.refuses(leadId, occurredAt)
        || merges.refuses(update.otherLeadId(), occurredAt);
  }

  private List<Emission> merged(String leadId, String eventId, long occurredAt, CrmUpdate update) {
    Optional<NaiveMerges.Move> move =
        concernsNobody(leadId, update, occurredAt)
            ? Optional.empty()
            : merges.merge(leadId, update.otherLeadId(), eventId);
    if (move.isEmpty()) {
      return judge(leadId, eventId, occurredAt, update);
    }
    NaiveLead into = lead(move.get().to());
    Given given = moveOut(move.get(), occurredAt);
    List<Emission> said = new ArrayList<>(given.said());
    said.addAll(into.receive(given.history(), Source.OWN, eventId, occurredAt, update));
    said.addAll(claim(into, leadId, occurredAt, update));
    fate = Fate.SCORED;
    return said;
  }

  private List<Emission> unmerged(
      String leadId, String eventId, long occurredAt, CrmUpdate update) {
    boolean undoes =
        !concernsNobody(leadId, update, occurredAt)
            && routeOf(leadId).lead() == routeOf(update.otherLeadId()).lead()
            && merges.unmerge(update.otherLeadId(), eventId).isPresent();
    if (!undoes) {
      return judge(leadId, eventId, occurredAt, update);
    }
    NaiveLead back = lead(update.otherLeadId());
    Route route = routeOf(back.leadId());
    Given given = route.lead().giveBack(route.path(), eventId, occurredAt, update);
    List<Emission> said = new ArrayList<>(given.said());
    said.addAll(back.comeBack(given.history()));
    said.addAll(claim(route.lead(), leadId, occurredAt, update));
    fate = Fate.SCORED;
    return said;
  }

  private List<Emission> erased(String leadId, long occurredAt) {
    Route route = routeOf(leadId);
    SortedSet<String> erased = merges.erase(leadId, occurredAt);
    List<Emission> said = new ArrayList<>();
    said.add(new LeadErased(leadId));
    for (String one : erased) {
      if (!one.equals(leadId)) {
        said.add(new LeadErased(one));
      }
      leads.put(one, lead(one).erased(occurredAt));
    }
    addresses.forEach(
        (name, address) -> {
          if (address.forget(erased)) {
            if (!lead(name).isKnown()) {
              leads.put(name, lead(name).erased(occurredAt));
            }
          }
        });
    visitors.values().forEach(visitor -> visitor.forget(erased));
    if (!route.lead().leadId().equals(leadId)) {
      said.addAll(route.lead().lose(route.path(), occurredAt));
    }
    fate = Fate.SCORED;
    return said;
  }

  // ---- the passing of time ------------------------------------------------------------------

  /**
   * Fires the instants of all leads due at or before the watermark, in the order of time and then
   * of the leads' ids, and forgets whom it is time to forget.
   *
   * @param watermark epoch millis
   */
  public List<Emission> timersUpTo(long watermark) {
    List<Emission> said = new ArrayList<>();
    for (Optional<NaiveLead> next = next(watermark); next.isPresent(); next = next(watermark)) {
      said.addAll(next.get().timersUpTo(next.get().nextInstant().orElseThrow()));
    }
    visitors
        .values()
        .removeIf(visitor -> visitor.isUnknown() || visitor.forgottenAt() <= watermark);
    long until = watermark - bounds.erasureMillis();
    leads.values().forEach(lead -> lead.forgetErasure(until));
    merges.forgetErasures(until);
    return said;
  }

  /** Of all that are due at the earliest instant the first by id. */
  private Optional<NaiveLead> next(long watermark) {
    NaiveLead next = null;
    long earliest = Long.MAX_VALUE;
    for (NaiveLead lead : leads.values()) {
      OptionalLong due = lead.nextInstant();
      if (due.isPresent()
          && due.getAsLong() <= watermark
          && (next == null || due.getAsLong() < earliest)) {
        next = lead;
        earliest = due.getAsLong();
      }
    }
    return Optional.ofNullable(next);
  }

  // ---- what is asked ------------------------------------------------------------------------

  /** What became of the last event or CRM record handed in; null before the first. */
  public Fate lastFate() {
    return fate;
  }

  /** Whether the last event handed in is a machine's; what the CRM says never is. */
  public boolean lastSuspect() {
    return suspect;
  }

  /**
   * The score of every lead that is one by itself, by id: of none that was never judged, is merged
   * or erased.
   *
   * @param at epoch millis, not before the last judgement of any
   */
  public List<LeadScored> scores(long at) {
    return leads.values().stream()
        .filter(lead -> lead.clock().isPresent() && lead.movedTo().isEmpty())
        .map(lead -> lead.score(at))
        .collect(toUnmodifiableList());
  }

  /** How many facts there are, of leads and waiting. */
  public long factCount() {
    return leads.values().stream().mapToLong(NaiveLead::factCount).sum()
        + visitors.values().stream().mapToLong(NaiveVisitor::waiting).sum();
  }

  /** The lead of that name, be it merged or never judged; empty where nobody spoke of it. */
  public Optional<NaiveLead> leadOf(String leadId) {
    return Optional.ofNullable(leads.get(leadId));
  }

  /** The visitor, where anything is known of it. */
  public Optional<NaiveVisitor> visitorOf(String visitorId) {
    return Optional.ofNullable(visitors.get(visitorId)).filter(visitor -> !visitor.isUnknown());
  }
}
