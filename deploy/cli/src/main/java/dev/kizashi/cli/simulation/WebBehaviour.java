package dev.kizashi.cli.simulation;

import dev.kizashi.events.Campaign;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.util.Map;

/** Visits of the seller's site: some pages after one another, minutes apart at most. */
final class WebBehaviour {
  private static final String SITE = "https://www.seller.example";
  private static final String[] USER_AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
  };
  private static final String CRAWLER =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
  private static final String[] KEY_PAGES = {
    "/product",
    "/product/integrations",
    "/solutions/logistics",
    "/solutions/manufacturing",
    "/customers",
    "/features/alerts",
    "/integrations/crm"
  };
  private static final String[] READING = {"/blog/cost-of-waiting", "/blog/field-notes", "/about"};
  private static final String[] DOCUMENTS = {"/files/datasheet.pdf", "/files/security.pdf"};
  private static final String[] GATED = {"/files/buyers-guide.pdf", "/files/benchmark-report.pdf"};
  private static final int MOST_PAGES = 12;

  /** Of visits that no person is known to make. */
  private static final double CRAWLERS = 0.08;

  private final Playback play;

  WebBehaviour(Playback play) {
    this.play = play;
  }

  /** A visit by a known lead; returns whether it ended with a hand raised, and when. */
  long visit(Person person, Interest interest, long start, String campaign) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, campaign);
    visit.opens(campaign == null ? "/" : "/lp/" + campaign);
    int pages = 1;
    while (pages < MOST_PAGES && play.chance(interest == Interest.CURIOUS ? 0.6 : 0.75)) {
      visit.goesOn(interest);
      pages++;
    }
    if (interest == Interest.BUYING && play.chance(0.12)) {
      return visit.raisesAHand();
    }
    return 0;
  }

  /** Somebody who means it: reads, compares prices, takes away what there is to read. */
  void studies(Person person, long start) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, null);
    visit.opens("/product");
    visit.page("/pricing", 90_000);
    for (String document : GATED) {
      visit.downloads(document, true);
    }
    visit.page("/customers", 60_000);
  }

  /** Compares prices, and no more. */
  void looksAtPrices(Person person, long start) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, null);
    visit.opens("/");
    visit.page("/pricing", 90_000);
  }

  /** Compares prices and takes one thing away to read. */
  void weighs(Person person, long start) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, null);
    visit.opens("/");
    visit.page("/pricing", 90_000);
    visit.downloads(GATED[0], true);
  }

  /** Reads what says nothing of a wish to buy. */
  void passesBy(Person person, long start) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, null);
    visit.page("/about", 20_000);
    visit.page("/blog/field-notes", 60_000);
  }

  /** Raises a hand; returns when. */
  long asks(Person person, long start) {
    Visit visit = new Visit(person.visitorId(), person.leadId(), start, null);
    visit.opens("/product");
    return visit.raisesAHand();
  }

  /** A visit by somebody whom nobody has named, or by a crawler. */
  void visit(String visitorId, long start) {
    Visit visit = new Visit(visitorId, null, start, null);
    if (play.chance(CRAWLERS)) {
      visit.userAgent = CRAWLER;
    }
    visit.opens("/");
    for (int pages = 1; pages < MOST_PAGES && play.chance(0.55); pages++) {
      visit.goesOn(Interest.CURIOUS);
    }
  }

  /** A visit by a person who does not say who it is; returns when it is over. */
  long browses(String visitorId, Interest interest, long start) {
    Visit visit = new Visit(visitorId, null, start, null);
    visit.opens(play.pick("/", "/product", "/blog/cost-of-waiting"));
    for (int pages = 1; pages < MOST_PAGES && play.chance(0.6); pages++) {
      visit.goesOn(interest);
    }
    return visit.at;
  }

  /** Comes as a stranger, reads one page for a minute and a half, and leaves. */
  void reads(String visitorId, String path, long start) {
    Visit visit = new Visit(visitorId, null, start, null);
    visit.opens("/");
    visit.page(path, 90_000);
  }

  /**
   * Comes, leaves an address in a form and goes on reading, without a name on any other event;
   * returns when the form was sent.
   */
  long signsUp(String visitorId, String email, String form, Interest interest, long start) {
    Visit visit = new Visit(visitorId, null, start, null);
    visit.opens("/" + form);
    visit.email = email;
    long submittedAt = visit.submits(form);
    visit.email = null;
    visit.goesOn(interest);
    return submittedAt;
  }

  /** Logs in, which tells the lead, and goes on without a name; returns when. */
  long logsIn(String visitorId, String leadId, Interest interest, long start) {
    Visit visit = new Visit(visitorId, null, start, null);
    visit.opens("/login");
    long loggedInAt = visit.at;
    visit.leadId = leadId;
    visit.occurs("login", "/login", 1_000, Map.of());
    visit.leadId = null;
    visit.goesOn(interest);
    return loggedInAt;
  }

  /**
   * One page viewed, known only much later.
   *
   * @param leadId may be null: only the browser is known
   * @param arrivesAt epoch millis, less than two days after {@code at}
   */
  void viewed(String visitorId, String leadId, long at, long arrivesAt) {
    Visit visit = new Visit(visitorId, leadId, at, null);
    ClickstreamEvent event = visit.event("page_view", play.pick(KEY_PAGES), 30_000L, Map.of());
    play.arrives(InputTopic.CLICKSTREAM, visitorId, at, arrivesAt, event);
  }

  /** What a browser is told apart by where nobody is named. */
  static String deviceOf(Person person, int device) {
    return device == 0 ? person.visitorId() : person.visitorId() + "-" + (device + 1);
  }

  private final class Visit {
    private final String visitorId;
    private final Campaign campaign;
    private String leadId;
    private String email;
    private String userAgent;
    private final String ip;
    private long at;
    private String referrer;

    Visit(String visitorId, String leadId, long start, String campaign) {
      this.visitorId = visitorId;
      this.leadId = leadId;
      this.campaign = campaign == null ? null : campaignNamed(campaign);
      this.userAgent = play.pick(USER_AGENTS);
      this.ip = "198.51.100." + (1 + Math.floorMod(visitorId.hashCode(), 254));
      this.at = start;
      this.referrer = play.chance(0.4) ? "https://search.example/" : null;
    }

    void opens(String path) {
      page(path, play.between(3_000, 40_000));
    }

    void goesOn(Interest interest) {
      double turn = play.random.nextDouble();
      switch (interest) {
        case JOB_SEEKING -> page(turn < 0.7 ? "/careers/engineer" : "/careers", 30_000);
        case BUYING -> {
          if (turn < 0.30) {
            page("/pricing", play.between(15_000, 180_000));
          } else if (turn < 0.45) {
            downloads(play.pick(GATED), true);
          } else if (turn < 0.60) {
            watchesADemo();
          } else {
            evaluates(turn);
          }
        }
        case EVALUATING -> {
          if (turn < 0.08) {
            page("/pricing", play.between(8_000, 120_000));
          } else if (turn < 0.13) {
            downloads(play.pick(GATED), true);
          } else {
            evaluates(turn);
          }
        }
        case CURIOUS, NONE -> {
          if (turn < 0.12) {
            page(play.pick(KEY_PAGES), play.between(5_000, 60_000));
          } else if (turn < 0.16) {
            page("/pricing", play.between(4_000, 30_000));
          } else {
            page(play.pick(READING), play.between(5_000, 120_000));
          }
        }
      }
    }

    private void evaluates(double turn) {
      if (turn < 0.75) {
        page(play.pick(KEY_PAGES), play.between(8_000, 90_000));
      } else if (turn < 0.85) {
        occurs(
            "site_search",
            "/search?q=" + play.pick("api", "sso", "audit", "price"),
            8_000L,
            Map.of());
      } else if (turn < 0.92) {
        downloads(play.pick(DOCUMENTS), false);
      } else {
        page(play.pick(READING), play.between(5_000, 120_000));
      }
    }

    private void page(String path, long dwellMillis) {
      occurs("page_view", path, dwellMillis, Map.of());
      referrer = SITE + path;
    }

    private void downloads(String path, boolean gated) {
      occurs("file_download", path, 5_000L, Map.of("gated", Boolean.toString(gated)));
    }

    private void watchesADemo() {
      int percent = 25 * (1 + play.random.nextInt(4));
      occurs(
          "video_progress",
          "/product/demo-video",
          percent * 2_000L,
          Map.of(
              "format", "demo", "title", "Ten minute tour", "percent", Integer.toString(percent)));
    }

    long raisesAHand() {
      String form = play.chance(0.7) ? "demo" : "contact";
      page("/" + form, play.between(10_000, 60_000));
      return submits(form);
    }

    long submits(String form) {
      long submittedAt = at;
      occurs(
          "form_submit",
          "/" + form,
          1_000L,
          Map.of("form", form, "timeframe", play.pick("now", "this-quarter", "this-year", "")));
      return submittedAt;
    }

    private void occurs(
        String type, String path, long dwellMillis, Map<String, String> properties) {
      ClickstreamEvent event = event(type, path, dwellMillis, properties);
      play.occurs(InputTopic.CLICKSTREAM, visitorId, at, event);
      at += dwellMillis + 500;
    }

    private ClickstreamEvent event(
        String type, String path, long dwellMillis, Map<String, String> properties) {
      return ClickstreamEvent.newBuilder()
          .setEventId(play.nextId())
          .setOccurredAt(Instant.ofEpochMilli(at))
          .setType(type)
          .setVisitorId(visitorId)
          .setLeadId(leadId)
          .setEmail(email)
          .setUrl(SITE + path)
          .setReferrer(referrer)
          .setDwellMs(type.equals("page_view") ? dwellMillis : null)
          .setUserAgent(userAgent)
          .setIp(ip)
          .setCampaign(campaign)
          .setProperties(properties)
          .build();
    }
  }

  private static Campaign campaignNamed(String name) {
    return Campaign.newBuilder().setSource("newsletter").setMedium("email").setName(name).build();
  }
}
