package dev.kizashi.cli.simulation;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who the simulated leads are. Everything about a person follows from the seed and the person's
 * index, so that a million of them take no memory.
 */
public final class Population {
  private static final String[] GIVEN_NAMES = {
    "Yuki", "Mika", "Ren", "Aoi", "Hana", "Kenji", "Sara", "Jonas", "Lena", "Marta", "Pablo",
    "Ines", "Oliver", "Emma", "Noah", "Chloe", "Ravi", "Priya", "Amara", "Kofi", "Elif", "Deniz",
    "Ana", "Tomas", "Ida", "Lars", "Nora", "Ben", "Ruth", "Omar", "Leila", "Mei"
  };
  private static final String[] FAMILY_NAMES = {
    "Tanaka", "Sato", "Mori", "Kobayashi", "Weber", "Fischer", "Rossi", "Garcia", "Silva", "Novak",
    "Larsen", "Berg", "Martin", "Dubois", "Smith", "Clarke", "Patel", "Rao", "Okafor", "Mensah",
    "Yilmaz", "Kaya", "Costa", "Horvat", "Lindqvist", "Haas", "Murphy", "Cohen", "Haddad", "Chen"
  };
  private static final String[] COMPANY_NAMES = {
    "Borealis", "Cedar", "Delphin", "Ember", "Fjord", "Granite", "Harbor", "Iris", "Juniper",
    "Kestrel", "Lumen", "Meridian", "Northwind", "Orchid", "Pinnacle", "Quartz", "Rivet", "Sable",
    "Tamarack", "Umbra", "Vertex", "Willow", "Yarrow", "Zephyr"
  };
  private static final String[] INDUSTRIES = {
    "manufacturing", "logistics", "finance", "retail", "healthcare", "software", "education"
  };
  private static final String[][] ROLES = {
    {"c-level", "Chief Operating Officer", "decision-maker"},
    {"vp", "VP Operations", "decision-maker"},
    {"director", "Director of IT", "decision-maker"},
    {"head", "Head of Procurement", "influencer"},
    {"manager", "Plant Manager", "influencer"},
    {"manager", "IT Manager", "influencer"},
    {"staff", "Process Engineer", "user"},
    {"staff", "Analyst", "user"}
  };
  private static final String[] SOURCES = {"inbound", "event", "webinar", "referral", "outbound"};
  private static final String[] OWNERS = {"a.schmidt", "m.ito", "j.doyle", "f.moreau"};
  private static final Pattern LEAD_ID = Pattern.compile("L-(\\d+)");
  private static final Pattern BROWSER_OR_ADDRESS =
      Pattern.compile("v-\\p{XDigit}{8}-(\\d+)(?:-\\d+)?|[^.@]+\\.[^.@]+\\.(\\d+)@.+");
  private static final int PEOPLE_PER_COMPANY = 3;

  private final long seed;
  private final int size;

  public Population(long seed, int size) {
    this.seed = seed;
    this.size = size;
  }

  public int size() {
    return size;
  }

  /**
   * The same person for the same index, always.
   *
   * @param index 0 to {@link #size} − 1
   */
  public Person person(int index) {
    SplittableRandom own = randomOf(index, 1);
    int companies = Math.max(1, size / PEOPLE_PER_COMPANY);
    int company = own.nextInt(companies);
    SplittableRandom shared = randomOf(company, 2);
    String companyName = pick(COMPANY_NAMES, shared);
    String industry = pick(INDUSTRIES, shared);
    int companySize = (int) Math.round(10 * Math.pow(1000, shared.nextDouble()));
    String account =
        String.format(
            Locale.ROOT, "%s-%s-%d", companyName.toLowerCase(Locale.ROOT), industry, company);
    String given = pick(GIVEN_NAMES, own);
    String family = pick(FAMILY_NAMES, own);
    String[] role = ROLES[own.nextInt(ROLES.length)];
    return new Person(
        index,
        leadId(index),
        given + " " + family,
        String.format(Locale.ROOT, "%s.%s.%d@%s.example", given, family, index, account)
            .toLowerCase(Locale.ROOT),
        String.format(Locale.ROOT, "v-%08x", own.nextInt()) + "-" + index,
        account,
        industry,
        companySize,
        role[0],
        role[1],
        pick(SOURCES, own),
        role[2],
        pick(OWNERS, shared));
  }

  /** The index of a lead of this population by its id; empty for anybody else. */
  public OptionalInt indexOf(String leadId) {
    Matcher matcher = LEAD_ID.matcher(leadId);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int index = Integer.parseInt(matcher.group(1));
    return index < size ? OptionalInt.of(index) : OptionalInt.empty();
  }

  /**
   * The lead id of whoever of this population has a browser or an address; of a browser that is
   * shared, of whoever had it first.
   *
   * @throws IllegalArgumentException when nobody has it
   */
  public static String leadOf(String visitorIdOrAddress) {
    Matcher matcher = BROWSER_OR_ADDRESS.matcher(visitorIdOrAddress.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("nobody has " + visitorIdOrAddress);
    }
    String index = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return leadId(Integer.parseInt(index));
  }

  /** Randomness that depends on the seed, a number and what it is for, and on nothing else. */
  SplittableRandom randomOf(long number, int purpose) {
    // The golden ratio spreads neighbouring numbers apart, as SplittableRandom's own splits do.
    SplittableRandom random =
        new SplittableRandom(seed + (number * 31 + purpose) * 0x9e3779b97f4a7c15L);
    return new SplittableRandom(random.nextLong());
  }

  private static String leadId(int index) {
    return String.format(Locale.ROOT, "L-%05d", index);
  }

  static String pick(String[] choices, SplittableRandom random) {
    return choices[random.nextInt(choices.length)];
  }
}
