package dev.kizashi.scoring.profile;

import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.signals.ValueMatcher;
import java.util.List;

/** Fit and grade from a profile: §4, compiled. */
public final class FitScore {
  private static final double HIGHEST = 100;

  private final List<CompiledCriterion> criteria;
  private final List<Grade> grades;

  public FitScore(ScoringModel.Fit fit) {
    this.criteria = fit.criteria().stream().map(CompiledCriterion::of).toList();
    this.grades = fit.grades();
  }

  private record CompiledCriterion(String attribute, List<CompiledChoice> choices) {
    static CompiledCriterion of(Criterion criterion) {
      return new CompiledCriterion(
          criterion.attribute(), criterion.choices().stream().map(CompiledChoice::of).toList());
    }

    double points(String value) {
      for (CompiledChoice choice : choices) {
        if (choice.matches(value)) {
          return choice.points();
        }
      }
      return 0;
    }
  }

  private record CompiledChoice(List<ValueMatcher> matchers, double points) {
    static CompiledChoice of(Choice choice) {
      return new CompiledChoice(
          choice.matchers().stream().map(ValueMatcher::compile).toList(), choice.points());
    }

    boolean matches(String value) {
      for (ValueMatcher matcher : matchers) {
        if (!matcher.holds(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * What a profile comes to.
   *
   * @param by whose judgement it is: another model has another
   * @param points 0 to 100; 0 without a profile
   * @param grade the best whose bound the points reach; null without a profile or below every bound
   */
  public record Rating(FitScore by, double points, String grade) {}

  /** Rates a profile anew only where it has changed, or others rated it. */
  public Rating of(Profile profile) {
    Rating rating = profile.rating();
    if (rating == null || rating.by() != this) {
      double points = points(profile);
      rating = new Rating(this, points, grade(profile, points));
      profile.rated(rating);
    }
    return rating;
  }

  private double points(Profile profile) {
    double sum = 0;
    if (profile.isKnown()) {
      for (CompiledCriterion criterion : criteria) {
        String value = profile.attribute(criterion.attribute());
        if (value != null) {
          sum += criterion.points(value);
        }
      }
    }
    return Math.max(0, Math.min(HIGHEST, sum));
  }

  private String grade(Profile profile, double points) {
    if (profile.isKnown()) {
      for (Grade grade : grades) {
        if (points >= grade.least()) {
          return grade.name();
        }
      }
    }
    return null;
  }
}
