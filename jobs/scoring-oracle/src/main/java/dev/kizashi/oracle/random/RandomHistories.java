package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;
import static dev.kizashi.oracle.random.Dice.MINUTE;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Models, catalogues and histories of one lead that meet as many rules as possible in few events:
 * every kind of cap, clamp, half-life and zone, penalties, late and repeated arrivals, machines,
 * many events in one hour, some on the hour, and long silences; mails and pages that machines
 * follow up within seconds; outcomes that mostly fit the lead's stage, care for every stage in
 * elapsed and open time. The same seed gives the same.
 *
 * <p>{@link RandomModel} says why no engagement comes to rest on a bound. What concerns other leads
 * than this one has no part in it.
 */
public final class RandomHistories {
  /**
   * Shortly before clocks change: North America's forward and back, Lord Howe's back and forward,
   * Greenland's forward to midnight; and a year that begins with a holiday.
   */
  private static final List<Instant> BEGINNINGS =
      List.of(
          Instant.parse("2026-03-07T20:00:00Z"),
          Instant.parse("2026-10-31T22:30:00Z"),
          Instant.parse("2026-04-03T03:59:58Z"),
          Instant.parse("2026-10-02T21:00:00Z"),
          Instant.parse("2026-03-28T20:00:00Z"),
          Instant.parse("2025-12-28T23:00:00Z"));

  private final boolean asWritten;
  private final Dice dice;
  private final RandomEvents events;
  private final String leadId;
  private final SignalCatalogue catalogue;
  private final ScoringModel model;

  /** Leads that the CRM hardly knows, and leads that sales writes about all day. */
  private final int percentOfOutcomes;

  /** What one seed gives: a catalogue, a model for it, and a lead. */
  public RandomHistories(long seed) {
    this(seed, true);
  }

  /**
   * As the other.
   *
   * @param asWritten whether addresses have the capitals and blanks that systems write, which what
   *     is decoded has no more
   */
  public RandomHistories(long seed, boolean asWritten) {
    this.asWritten = asWritten;
    dice = new Dice(seed);
    events = new RandomEvents(dice, this::named);
    leadId = dice.chance(30) ? "kim." + seed + "@acme.example" : "L-" + seed;
    catalogue = new RandomCatalogue(dice).next(1 + dice.below(9));
    model = someModel(1 + dice.below(9), 0);
    percentOfOutcomes = dice.pick(List.of(3, 10, 20, 50));
  }

  private ScoringModel someModel(int version, long effectiveFrom) {
    return new RandomModel(dice, catalogue).next(version, effectiveFrom);
  }

  /** A CRM's id or a normalised address. */
  public String leadId() {
    return leadId;
  }

  public SignalCatalogue catalogue() {
    return catalogue;
  }

  /**
   * The same but for burst rules. With them the order of arrival matters: what comes too late for
   * the recent list is in no burst.
   */
  public SignalCatalogue catalogueWithoutBursts() {
    return RandomCatalogue.withoutBursts(catalogue);
  }

  public ScoringModel model() {
    return model;
  }

  /** Another model of the same name for the same catalogue, one version on; differs each time. */
  public ScoringModel nextModel(long effectiveFrom) {
    return someModel(model.version() + 1, effectiveFrom);
  }

  /**
   * What arrives of the lead, in order of arrival: behaviour that names it, profiles, and what
   * became of it. A further call begins another history, with the same event ids.
   *
   * @param n how many arrivals, repetitions included
   */
  public List<Arrival> history(int n) {
    List<Arrival> history = new ArrayList<>();
    Outcomes outcomes = new Outcomes();
    Machines machines = new Machines();
    long now = dice.pick(BEGINNINGS).toEpochMilli() + dice.below((int) HOUR);
    for (int i = 0; history.size() < n; i++) {
      now += pause();
      if (dice.chance(10)) {
        now = Math.floorDiv(now, HOUR) * HOUR + HOUR;
      }
      if (!history.isEmpty() && dice.chance(6)) {
        int back = dice.chance(70) ? Math.min(5, history.size()) : history.size();
        history.add(history.get(history.size() - 1 - dice.below(back)));
      } else if (dice.chance(16)) {
        now = machines.follow(history, now, "e" + i + "-", outcomes);
      } else if (machines.holdsBack() && dice.chance(30)) {
        history.add(machines.late());
      } else {
        long occurredAt = now - (dice.chance(12) ? lateness() : 0);
        // Sales often writes of what has just happened.
        long told =
            history.isEmpty() || dice.chance(45)
                ? occurredAt
                : history.get(history.size() - 1).occurredAt();
        history.add(
            dice.chance(percentOfOutcomes)
                ? new Arrival.Crm("e" + i, leadId, told, outcomes.next())
                : someArrival("e" + i, occurredAt));
      }
    }
    return history.subList(0, n);
  }

  private Arrival someArrival(String eventId, long occurredAt) {
    return dice.chance(10)
        ? crm(eventId, occurredAt)
        : new Arrival.Behaviour(events.any(eventId, occurredAt).build());
  }

  private long pause() {
    int kind = dice.below(100);
    if (kind < 8) {
      return 0;
    } else if (kind < 55) {
      return dice.below((int) (2 * MINUTE));
    } else if (kind < 80) {
      return dice.below((int) (5 * HOUR));
    } else if (kind < 97) {
      return dice.upTo(6 * DAY);
    }
    return dice.upTo(120 * DAY);
  }

  private long lateness() {
    return dice.upTo(dice.pick(List.of(HOUR, DAY, 5 * DAY, 60 * DAY)));
  }

  private Event.Builder named(InputTopic topic, String eventId, long occurredAt, String type) {
    Event.Builder event =
        Event.on(topic)
            .with(EventField.EVENT_ID, eventId)
            .with(EventField.OCCURRED_AT, occurredAt)
            .with(EventField.TYPE, type);
    return leadId.indexOf('@') < 0
        ? event.with(EventField.LEAD_ID, leadId)
        : event.with(
            EventField.EMAIL,
            dice.chance(50) || !asWritten ? leadId : " Kim." + leadId.substring(4));
  }

  private Arrival.Crm crm(String eventId, long occurredAt) {
    CrmUpdate.Kind kind =
        dice.chance(85) ? CrmUpdate.Kind.PROFILE_UPSERTED : CrmUpdate.Kind.ALERT_ACKNOWLEDGED;
    return new Arrival.Crm(eventId, leadId, occurredAt, update(kind, null, null));
  }

  private String address() {
    return asWritten ? "Kim@" + leadId + ".example" : "kim@" + leadId.toLowerCase() + ".example";
  }

  private CrmUpdate update(CrmUpdate.Kind kind, String reason, String stage) {
    Map<String, String> attributes = new HashMap<>();
    events.maybe(attributes, "seniority", List.of("vp", "manager", "intern", ""));
    events.maybe(attributes, "company_size", List.of("12", "640", "5000", "many"));
    events.maybe(attributes, "industry", List.of("government", "manufacturing", "it", ""));
    events.maybe(attributes, "budget", List.of("50k", "none", ""));
    events.maybe(attributes, "need", List.of("urgent", "some"));
    return new CrmUpdate(
        kind,
        attributes,
        dice.chance(30) && leadId.indexOf('@') < 0 ? address() : null,
        dice.chance(20) ? dice.pick(List.of("ACC-1", "ACC-2", "")) : null,
        dice.chance(30) ? dice.pick(List.of("aoi", "ben", "")) : null,
        reason,
        stage,
        null,
        kind == CrmUpdate.Kind.ALERT_ACKNOWLEDGED ? "unknown" : null);
  }

  /**
   * What follows within seconds: all links of a mail, one after the other, or one page again and
   * again. Some of it is held back, so that what it shows comes to light when all is long judged.
   */
  private final class Machines {
    private final List<Arrival> heldBack = new ArrayList<>();
    private int mails;

    boolean holdsBack() {
      return !heldBack.isEmpty();
    }

    Arrival late() {
      return heldBack.remove(dice.below(heldBack.size()));
    }

    /**
     * Adds the events of one such visit; sales may write in between.
     *
     * @return when the last one occurred
     */
    long follow(List<Arrival> history, long start, String ids, Outcomes outcomes) {
      long now = start;
      List<Arrival> events = new ArrayList<>();
      if (dice.chance(65)) {
        if (mails == 0 || dice.chance(80)) {
          mails++;
        }
        for (String type : mailTypes()) {
          events.add(new Arrival.Behaviour(mail(ids + events.size(), now, type)));
          now += gap();
        }
      } else {
        Visit visit = new Visit();
        int times = 2 + dice.below(4);
        for (int i = 0; i < times; i++) {
          events.add(new Arrival.Behaviour(visit.again(ids + i, now)));
          now += gap();
        }
      }
      for (Arrival event : events) {
        // What others came after is often told by a system that lags.
        if (dice.chance(event == events.get(0) ? 40 : 15)) {
          heldBack.add(event);
        } else {
          history.add(event);
        }
        if (dice.chance(8)) {
          history.add(event);
        }
        if (dice.chance(percentOfOutcomes / 2)) {
          history.add(
              new Arrival.Crm(
                  event.eventId() + "-told", leadId, event.occurredAt(), outcomes.next()));
        }
      }
      return now;
    }

    private List<String> mailTypes() {
      List<String> types = new ArrayList<>();
      if (dice.chance(20)) {
        types.add("sent");
      }
      if (dice.chance(70)) {
        types.add("delivered");
      }
      if (dice.chance(50)) {
        types.add("opened");
      }
      int clicks = 1 + dice.below(4);
      for (int i = 0; i < clicks; i++) {
        types.add(dice.chance(85) ? "clicked" : "opened");
      }
      return dice.chance(15) ? dice.shuffled(types) : types;
    }

    private long gap() {
      int kind = dice.below(10);
      if (kind < 2) {
        return 0;
      } else if (kind < 7) {
        return dice.below(1_500);
      }
      return kind < 9 ? dice.pick(List.of(1L, 300L, 2_000L, 5_000L, MINUTE)) : dice.upTo(3 * HOUR);
    }

    private Event mail(String eventId, long occurredAt, String type) {
      return events
          .machine(named(InputTopic.EMAIL_ENGAGEMENT, eventId, occurredAt, type))
          .with(EventField.MESSAGE_ID, dice.chance(95) ? "b" + mails : dice.chance(50) ? "" : null)
          .with(EventField.CAMPAIGN_ID, dice.chance(50) ? dice.pick(List.of("c-1", "c-2")) : null)
          .with(
              EventField.LINK_URL,
              dice.chance(70) ? "https://www.example.com/docs/" + dice.below(3) + ".pdf" : null)
          .with(EventField.MACHINE_OPEN, type.equals("opened") && dice.chance(15))
          .build();
    }

    /** The same in every respect but for its number, and sometimes its type. */
    private final class Visit {
      private final List<String> types =
          dice.chance(60)
              ? List.of(dice.pick(List.of("page_view", "page_view", "form_submit")))
              : List.of("page_view", "form_submit", "file_download");
      private final String url =
          dice.pick(
              List.of(
                  "https://www.example.com/pricing?q=kafka",
                  "https://www.example.com/pricing?q=kafka",
                  "https://www.example.com/docs/guide.pdf"));
      private final Map<String, String> properties =
          Map.of(
              "country",
              dice.pick(List.of("JP", "")),
              "form",
              "contact",
              "role",
              dice.pick(List.of("vp", "intern")),
              "position",
              dice.pick(List.of("director", "intern")),
              "employees",
              dice.pick(List.of("12", "5000")));
      private final String visitorId = dice.pick(List.of("v1", "v2", ""));

      Event again(String eventId, long occurredAt) {
        return events
            .machine(named(InputTopic.CLICKSTREAM, eventId, occurredAt, dice.pick(types)))
            .with(EventField.VISITOR_ID, visitorId.isEmpty() ? null : visitorId)
            .with(EventField.URL, url)
            .with(EventField.DWELL_MS, 40_000L)
            .properties(properties)
            .build();
      }
    }
  }

  /**
   * What sales does with the lead. It guesses where the lead stands, so that outcomes often fit,
   * and is wrong as often as the model moves the lead itself.
   */
  private final class Outcomes {
    private Stage guess = Stage.LEAD;

    CrmUpdate next() {
      CrmUpdate.Kind kind =
          dice.pick(
              dice.chance(75)
                  ? fitting()
                  : List.of(
                      CrmUpdate.Kind.ACCEPTED,
                      CrmUpdate.Kind.REJECTED,
                      CrmUpdate.Kind.REJECTED,
                      CrmUpdate.Kind.OPPORTUNITY_OPENED,
                      CrmUpdate.Kind.WON,
                      CrmUpdate.Kind.LOST,
                      CrmUpdate.Kind.CHURNED,
                      CrmUpdate.Kind.STAGE_SET));
      String reason = null;
      String stage = null;
      switch (kind) {
        case ACCEPTED -> guess = Stage.SAL;
        case OPPORTUNITY_OPENED -> guess = Stage.SQL;
        case WON -> guess = Stage.CUSTOMER;
        case STAGE_SET -> {
          stage = dice.chance(30) ? "lead" : dice.pick(RandomCare.STAGES);
          guess = Stage.valueOf(stage.toUpperCase(Locale.ROOT));
        }
        default -> {
          guess = Stage.RECYCLED;
          reason = dice.pick(List.of("timing", "competitor", "no reason that anybody knows", ""));
          reason = reason.isEmpty() ? null : reason;
        }
      }
      return update(kind, reason, stage);
    }

    private List<CrmUpdate.Kind> fitting() {
      return switch (guess) {
        case LEAD, RECYCLED, DISQUALIFIED ->
            List.of(
                CrmUpdate.Kind.ACCEPTED,
                CrmUpdate.Kind.ACCEPTED,
                CrmUpdate.Kind.REJECTED,
                CrmUpdate.Kind.STAGE_SET);
        case MQL -> List.of(CrmUpdate.Kind.ACCEPTED, CrmUpdate.Kind.REJECTED);
        case SAL -> List.of(CrmUpdate.Kind.OPPORTUNITY_OPENED, CrmUpdate.Kind.REJECTED);
        case SQL -> List.of(CrmUpdate.Kind.WON, CrmUpdate.Kind.LOST);
        case CUSTOMER -> List.of(CrmUpdate.Kind.CHURNED);
      };
    }
  }
}
