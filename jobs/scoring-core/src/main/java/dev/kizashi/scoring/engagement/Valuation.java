package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What facts are worth under one model: §3 of the semantics, compiled. Every number comes from the
 * integer counts at the moment of asking, so nothing drifts, a late fact is as exact as a prompt
 * one and the sum of {@link Line lines} is the score.
 *
 * <p>One walk over the facts, O(facts). Holds scratch space: one instance a task.
 */
public final class Valuation {
  private final List<Category> categories;
  private final int[] signals;
  private final Rule[] bySignal;
  private final double min;
  private final double max;
  private final long retention;
  private final LocalDays days;
  private final AssetCounts assetCounts = new AssetCounts();

  public Valuation(ScoringModel model) {
    this.categories = model.categories();
    this.min = model.engagementMin();
    this.max = model.engagementMax();
    this.retention = model.retentionMillis();
    this.days = new LocalDays(model.zone());
    List<Rule> rules = new ArrayList<>();
    Map<Long, HourlyDecay> decays = new HashMap<>();
    for (int category = 0; category < categories.size(); category++) {
      for (ScoringRule rule : model.scoring()) {
        if (rule.category().equals(categories.get(category).name())) {
          HourlyDecay decay =
              decays.computeIfAbsent(
                  rule.halfLifeMillis(), halfLife -> new HourlyDecay(halfLife, retention));
          rules.add(new Rule(rules.size(), category, Hashes.ofSignal(rule.signal()), rule, decay));
        }
      }
    }
    rules.sort(Comparator.comparingInt(Rule::signal));
    this.bySignal = rules.toArray(Rule[]::new);
    this.signals = rules.stream().mapToInt(Rule::signal).toArray();
    for (int i = 1; i < signals.length; i++) {
      if (signals[i] == signals[i - 1]) {
        throw new IllegalArgumentException(
            "signal "
                + bySignal[i].written().signal()
                + " cannot be told from another by its hash; rename it");
      }
    }
  }

  /** A scoring rule in the order of explanation: by category, then as the document has them. */
  private record Rule(int index, int category, int signal, ScoringRule written, HourlyDecay decay) {
    int cap() {
      return written.cap() == null ? Integer.MAX_VALUE : written.cap().count();
    }
  }

  /** The curve from {@code t} on; {@code baseline} is the last hour that no longer counts. */
  public Curve curve(Facts facts, int baseline, long t) {
    return curve(facts, false, baseline, t);
  }

  /** The same over what the score emitted last knows of. */
  public Curve reportedCurve(Facts facts, int baseline, long t) {
    return curve(facts, true, baseline, t);
  }

  private Curve curve(Facts facts, boolean reported, int baseline, long t) {
    Curve curve = new Curve(this, t);
    walk(
        facts,
        reported,
        baseline,
        t,
        false,
        new Visit() {
          @Override
          public void fact(Rule rule, int i, int count, int kept) {
            long end = Hour.endOf(facts.hour(i));
            curve.expiresAt(end + retention);
            if (kept > 0) {
              curve.add(rule.category(), rule.decay(), end, rule.written().points() * kept);
            }
            if (kept < count) {
              curve.withholds();
            }
          }
        });
    return curve;
  }

  /**
   * A bound on engagement at {@code t} and at every later instant, if nothing more happens: gains
   * alone, with each cap filled from its latest facts, which weigh most and expire last.
   *
   * @param now the facts' curve, from before {@code t} on
   */
  double highestFrom(Curve now, Facts facts, int baseline, long t) {
    if (!now.isWithholding()) {
      return now.gainsAt(t);
    }
    double[] gains = new double[categories.size()];
    walk(
        facts,
        false,
        baseline,
        t,
        true,
        new Visit() {
          @Override
          public void fact(Rule rule, int i, int count, int kept) {
            ScoringRule written = rule.written();
            if (kept > 0 && written.points() > 0) {
              gains[rule.category()] +=
                  written.points()
                      * kept
                      * Curve.decay(t - Hour.endOf(facts.hour(i)), written.halfLifeMillis());
            }
          }
        });
    double sum = 0;
    for (int category = 0; category < gains.length; category++) {
      sum += Math.min(gains[category], categories.get(category).ceiling());
    }
    return clampTotal(sum);
  }

  /** The explanation at {@code t}: what each signal with facts contributes, before any clamp. */
  public List<Line> lines(Facts facts, int baseline, long t) {
    Line[] lines = new Line[bySignal.length];
    long settledAt = Hour.startOf(Hour.of(t));
    walk(
        facts,
        false,
        baseline,
        t,
        false,
        new Visit() {
          private Line line(Rule rule) {
            if (lines[rule.index()] == null) {
              double sinceTheHour = Curve.decay(t - settledAt, rule.decay().halfLife());
              lines[rule.index()] =
                  new Line(rule.category(), rule.written().signal(), sinceTheHour);
            }
            return lines[rule.index()];
          }

          @Override
          public void fact(Rule rule, int i, int count, int kept) {
            if (kept > 0) {
              Line line = line(rule);
              double value = rule.written().points() * kept;
              long settled = settledAt - Hour.endOf(facts.hour(i));
              if (settled >= 0) {
                value *= rule.decay().after(settled / Hour.MILLIS) * line.sinceTheHour;
              }
              line.count += kept;
              line.value += value;
            }
          }

          @Override
          public void suspect(Rule rule, int mark, int count) {
            line(rule).suspect(mark, count);
          }
        });
    List<Line> present = new ArrayList<>();
    for (Line line : lines) {
      if (line != null) {
        present.add(line);
      }
    }
    return present;
  }

  /** Whether any clean fact of the signal passes step 1 of §3 at {@code t}. */
  public boolean isSeen(int signal, Facts facts, int baseline, long t) {
    for (int i = 0; i < facts.size(); i++) {
      if (facts.signal(i) == signal
          && facts.mark(i) == Marks.CLEAN
          && counts(facts.hour(i), baseline, t)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a fact of that hour passes step 1 of §3 at {@code t}. */
  public boolean counts(int hour, int baseline, long t) {
    return Hour.startOf(hour) <= t && Hour.endOf(hour) > t - retention && hour > baseline;
  }

  int categories() {
    return categories.size();
  }

  public Category category(int index) {
    return categories.get(index);
  }

  public double clampCategory(int index, double score) {
    Category category = categories.get(index);
    return Math.max(category.floor(), Math.min(category.ceiling(), score));
  }

  public double clampTotal(double sum) {
    return Math.max(min, Math.min(max, sum));
  }

  /** What a signal contributes at an instant. */
  public static final class Line {
    private final int category;
    private final String signal;
    private long count;
    private Map<Integer, Long> suspectsByMark = Map.of();
    private double value;

    /** What is left of what was settled when the current hour began. */
    private final double sinceTheHour;

    private Line(int category, String signal, double sinceTheHour) {
      this.category = category;
      this.signal = signal;
      this.sinceTheHour = sinceTheHour;
    }

    /** The index of the signal's category. */
    public int category() {
      return category;
    }

    public String signal() {
      return signal;
    }

    /** Facts that the cap kept. */
    public long count() {
      return count;
    }

    /** Few leads have any: the map comes into being with the first. */
    private void suspect(int mark, long facts) {
      if (suspectsByMark.isEmpty()) {
        suspectsByMark = new HashMap<>();
      }
      suspectsByMark.merge(mark, facts, Long::sum);
    }

    /** Facts that machines caused, shown and never scored: how many of each of {@link Marks}. */
    public Map<Integer, Long> suspectsByMark() {
      return suspectsByMark;
    }

    /** Points at the instant, decayed. */
    public double value() {
      return value;
    }
  }

  /** Called for every fact of a scored signal that passes step 1. */
  private interface Visit {
    /** A clean fact, {@code count} times, of which the cap keeps {@code kept}, possibly none. */
    void fact(Rule rule, int i, int count, int kept);

    /** Suspect facts of one {@link Marks mark}. */
    default void suspect(Rule rule, int mark, int count) {}
  }

  private void walk(
      Facts facts, boolean reported, int baseline, long t, boolean latestFirst, Visit visit) {
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      int place = Arrays.binarySearch(signals, facts.signal(start));
      if (place >= 0) {
        walkSignal(facts, reported, start, end, bySignal[place], baseline, t, latestFirst, visit);
      }
    }
  }

  private void walkSignal(
      Facts facts,
      boolean reported,
      int start,
      int end,
      Rule rule,
      int baseline,
      long t,
      boolean latestFirst,
      Visit visit) {
    Cap cap = rule.written().cap();
    boolean byAsset = cap != null && cap.window() == Cap.Window.ASSET;
    if (byAsset) {
      assetCounts.clear();
    }
    long window = Long.MIN_VALUE;
    int left = rule.cap();
    for (int step = 0; step < end - start; step++) {
      int i = latestFirst ? end - 1 - step : start + step;
      int hour = facts.hour(i);
      int count = reported ? facts.count(i) - facts.unreported(i) : facts.count(i);
      if (count == 0 || !counts(hour, baseline, t)) {
        continue;
      }
      if (facts.mark(i) != Marks.CLEAN) {
        visit.suspect(rule, facts.mark(i), count);
        continue;
      }
      int kept = count;
      if (byAsset) {
        kept = assetCounts.take(facts.asset(i), count, cap.count());
      } else if (cap != null) {
        long current = windowOf(cap.window(), hour);
        if (current != window) {
          window = current;
          left = cap.count();
        }
        kept = Math.min(count, left);
        left -= kept;
      }
      visit.fact(rule, i, count, kept);
    }
  }

  private long windowOf(Cap.Window window, int hour) {
    return switch (window) {
      case HOUR -> hour;
      case DAY -> days.dayOf(hour);
      case WEEK -> days.weekOf(hour);
      case ASSET, LEAD -> 0;
    };
  }
}
