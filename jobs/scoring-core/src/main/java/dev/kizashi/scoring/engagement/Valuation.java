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
  private final Run run = new Run();

  /** By group of rules; zeros but while a sum is made. */
  private final double[] changes;

  public Valuation(ScoringModel model) {
    this.categories = model.categories();
    this.min = model.engagementMin();
    this.max = model.engagementMax();
    this.retention = model.retentionMillis();
    this.days = new LocalDays(model.zone());
    List<Rule> rules = new ArrayList<>();
    Map<Long, HourlyDecay> decays = new HashMap<>();
    Map<List<Number>, Integer> groups = new HashMap<>();
    for (int category = 0; category < categories.size(); category++) {
      for (ScoringRule rule : model.scoring()) {
        if (rule.category().equals(categories.get(category).name())) {
          HourlyDecay decay =
              decays.computeIfAbsent(
                  rule.halfLifeMillis(), halfLife -> new HourlyDecay(halfLife, retention));
          int group =
              groups.computeIfAbsent(
                  List.of(category, rule.halfLifeMillis()), alike -> groups.size());
          rules.add(
              new Rule(
                  rules.size(),
                  category,
                  group,
                  Hashes.ofSignal(rule.signal()),
                  rule.signal(),
                  rule.points(),
                  rule.cap(),
                  decay));
        }
      }
    }
    this.changes = new double[groups.size()];
    rules.sort(Comparator.comparingInt(Rule::signal));
    this.bySignal = rules.toArray(Rule[]::new);
    this.signals = rules.stream().mapToInt(Rule::signal).toArray();
    for (int i = 1; i < signals.length; i++) {
      if (signals[i] == signals[i - 1]) {
        throw new IllegalArgumentException(
            "signal " + bySignal[i].name + " cannot be told from another by its hash; rename it");
      }
    }
  }

  /**
   * A scoring rule.
   *
   * @param index in the order of explanation: by category, then as the document has them
   * @param group of rules of one category whose points decay alike
   */
  private record Rule(
      int index,
      int category,
      int group,
      int signal,
      String name,
      double points,
      Cap cap,
      HourlyDecay decay) {
    double valueOf(Run run, double sinceTheHour) {
      return points * (run.held + run.settled * sinceTheHour);
    }
  }

  /** The curve from {@code t} on; {@code baseline} is the last hour that no longer counts. */
  public Curve curve(Facts facts, int baseline, long t) {
    Curve curve = new Curve(this, t);
    run.at(baseline, t);
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      Rule rule = ruleOf(facts.signal(start));
      if (rule == null) {
        continue;
      }
      run.count(facts, start, end, rule, false);
      if (run.hasClean()) {
        curve.expiresAt(Hour.endOf(run.oldest) + retention);
      }
      if (run.withheld) {
        curve.withholds();
      }
      curve.add(rule.category, rule.decay.halfLife(), false, rule.points * run.settled);
      curve.add(rule.category, rule.decay.halfLife(), true, rule.points * run.held);
    }
    return curve;
  }

  /**
   * How far engagement is at {@code t} from what the score emitted last says of it, at least as far
   * as they will ever be apart from then on: what decays alike is compared before any clamp, so
   * differences only shrink.
   */
  public double unreported(Facts facts, int baseline, long t) {
    run.at(baseline, t);
    long sinceTheHour = t - Hour.startOf(Hour.of(t));
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      Rule rule = facts.hasUnreported(start, end) ? ruleOf(facts.signal(start)) : null;
      if (rule != null) {
        double left = Curve.decay(sinceTheHour, rule.decay.halfLife());
        run.count(facts, start, end, rule, false);
        double now = rule.valueOf(run, left);
        run.count(facts, start, end, rule, true);
        changes[rule.group] += now - rule.valueOf(run, left);
      }
    }
    double sum = 0;
    for (int group = 0; group < changes.length; group++) {
      sum += Math.abs(changes[group]);
      changes[group] = 0;
    }
    return sum;
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
    run.at(baseline, t);
    long sinceTheHour = t - Hour.startOf(Hour.of(t));
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      Rule rule = ruleOf(facts.signal(start));
      if (rule != null && rule.points > 0) {
        run.countLatestFirst(facts, start, end, rule);
        gains[rule.category] += rule.valueOf(run, Curve.decay(sinceTheHour, rule.decay.halfLife()));
      }
    }
    double sum = 0;
    for (int category = 0; category < gains.length; category++) {
      sum += Math.min(gains[category], categories.get(category).ceiling());
    }
    return clampTotal(sum);
  }

  /** The explanation at {@code t}: what each signal with facts contributes, before any clamp. */
  public List<Line> lines(Facts facts, int baseline, long t) {
    Line[] lines = new Line[bySignal.length];
    run.at(baseline, t);
    long sinceTheHour = t - Hour.startOf(Hour.of(t));
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      Rule rule = ruleOf(facts.signal(start));
      if (rule == null) {
        continue;
      }
      run.count(facts, start, end, rule, false);
      if (run.kept > 0 || run.suspect) {
        double value = rule.valueOf(run, Curve.decay(sinceTheHour, rule.decay.halfLife()));
        Map<Integer, Long> suspects = run.suspect ? run.suspects(facts, start, end) : Map.of();
        lines[rule.index] = new Line(rule.category, rule.name, run.kept, suspects, value);
      }
    }
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

  /**
   * What a signal contributes at an instant.
   *
   * @param category the index of the signal's category
   * @param count facts that the cap kept
   * @param suspectsByMark facts that machines caused, shown and never scored: how many of each of
   *     {@link Marks}
   * @param value points at the instant, decayed
   */
  public record Line(
      int category, String signal, long count, Map<Integer, Long> suspectsByMark, double value) {}

  private Rule ruleOf(int signal) {
    int place = Arrays.binarySearch(signals, signal);
    return place < 0 ? null : bySignal[place];
  }

  /** What the facts of one signal come to at an instant: steps 1 and 2 of §3, and the decay. */
  private final class Run {
    private int firstHour;
    private int currentHour;

    /** Occurrences that the cap keeps, each as much as is left of it when the hour began. */
    private double settled;

    /** Occurrences of the current hour that the cap keeps. */
    private int held;

    /** All occurrences that the cap keeps. */
    private long kept;

    /** The hour of the first clean fact that passes step 1, kept or not. */
    private int oldest;

    private boolean withheld;
    private boolean suspect;

    private Cap cap;
    private HourlyDecay decay;
    private long window;
    private int left;

    /** Facts of which hours pass step 1 at {@code t}. */
    void at(int baseline, long t) {
      currentHour = Hour.of(t);
      firstHour = Math.max(Hour.of(t - retention), baseline + 1);
    }

    boolean hasClean() {
      return oldest != Integer.MAX_VALUE;
    }

    /**
     * @param reported as the score emitted last knows the facts
     */
    void count(Facts facts, int start, int end, Rule rule, boolean reported) {
      begin(rule);
      for (int i = start; i < end; i++) {
        int count = reported ? facts.count(i) - facts.unreported(i) : facts.count(i);
        take(facts, i, count);
      }
    }

    void countLatestFirst(Facts facts, int start, int end, Rule rule) {
      begin(rule);
      for (int i = end - 1; i >= start; i--) {
        take(facts, i, facts.count(i));
      }
    }

    private void begin(Rule rule) {
      settled = 0;
      held = 0;
      kept = 0;
      oldest = Integer.MAX_VALUE;
      withheld = false;
      suspect = false;
      cap = rule.cap;
      decay = rule.decay;
      window = Long.MIN_VALUE;
      if (cap != null && cap.window() == Cap.Window.ASSET) {
        assetCounts.clear();
      }
    }

    private void take(Facts facts, int i, int count) {
      int hour = facts.hour(i);
      if (count == 0 || !passes(hour)) {
        return;
      }
      if (facts.mark(i) != Marks.CLEAN) {
        suspect = true;
        return;
      }
      oldest = Math.min(oldest, hour);
      int keeps = cap == null ? count : keptOf(facts.asset(i), hour, count);
      withheld |= keeps < count;
      kept += keeps;
      if (hour == currentHour) {
        held += keeps;
      } else if (keeps > 0) {
        settled += keeps * decay.after(currentHour - 1 - hour);
      }
    }

    private boolean passes(int hour) {
      return hour >= firstHour && hour <= currentHour;
    }

    private int keptOf(long asset, int hour, int count) {
      if (cap.window() == Cap.Window.ASSET) {
        return assetCounts.take(asset, count, cap.count());
      }
      long current = windowOf(cap.window(), hour);
      if (current != window) {
        window = current;
        left = cap.count();
      }
      int keeps = Math.min(count, left);
      left -= keeps;
      return keeps;
    }

    /** Of the suspect facts, how many there are of each mark. */
    Map<Integer, Long> suspects(Facts facts, int start, int end) {
      Map<Integer, Long> suspects = new HashMap<>();
      for (int i = start; i < end; i++) {
        if (facts.mark(i) != Marks.CLEAN && passes(facts.hour(i))) {
          suspects.merge(facts.mark(i), (long) facts.count(i), Long::sum);
        }
      }
      return suspects;
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
