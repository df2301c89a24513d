package dev.kizashi.scoring.evaluate;

import java.util.List;
import java.util.Map;

/**
 * What a judgement says to the world, in the contract's terms but without its encoding. Times are
 * epoch millis; what may be absent is null. {@code sequence} orders everything said of one lead.
 */
public sealed interface Emission {
  String leadId();

  long sequence();

  /** The score of a lead as of an instant, with its whole explanation. */
  record LeadScored(
      String leadId,
      String accountId,
      long sequence,
      long asOf,
      String model,
      int modelVersion,
      int signalsVersion,
      String role,
      double engagement,
      Double engagementMin,
      Double engagementMax,
      double fit,
      String grade,
      String temperature,
      String label,
      String lifecycleStage,
      List<CurveTerm> curve,
      Long validUntil,
      List<Contribution> contributions,
      String nextTemperature,
      Long coolsAt)
      implements Emission {}

  /**
   * One decaying term of a category: worth {@code value} until {@code holdsUntil}, then halved
   * every {@code halfLifeMillis}; 0 is constant.
   */
  record CurveTerm(
      String category,
      double value,
      long halfLifeMillis,
      long holdsUntil,
      Double floor,
      Double ceiling) {}

  /** A lead of that name has no score any more: it has become part of another. */
  record ScoreRemoved(String leadId, long sequence) implements Emission {}

  /** Whatever was ever said of the lead is to be forgotten. */
  record LeadErased(String leadId) implements Emission {
    /** None: nothing counts on. */
    @Override
    public long sequence() {
      return 0;
    }
  }

  /**
   * A line of the explanation; the lines' values sum to the engagement.
   *
   * @param suspects facts that were shown and not scored, by reason; empty for a clamp
   */
  record Contribution(
      Kind kind,
      String category,
      String signal,
      long count,
      Map<String, Long> suspects,
      double value) {
    /** All facts that were not scored, whatever the reason. */
    public long suspectCount() {
      return sum(suspects);
    }

    /** A clamp has a line only where it changes the sum. */
    public enum Kind {
      SIGNAL,
      CATEGORY_CLAMP,
      TOTAL_CLAMP
    }
  }

  /** A lead moved on one axis. */
  record StageChanged(
      String leadId,
      String accountId,
      long sequence,
      Axis axis,
      String fromStage,
      String toStage,
      long occurredAt,
      Cause cause,
      double engagement,
      double fit,
      String grade,
      String label,
      String model,
      int modelVersion,
      String role,
      String sourceCampaign)
      implements Emission {}

  /** What a stage is a stage of. */
  enum Axis {
    TEMPERATURE,
    LIFECYCLE
  }

  /** What prompted a judgement. */
  enum Cause {
    BEHAVIOUR,
    COOLING,
    PROFILE,
    CRM,
    MODEL_CHANGE,
    IDENTITY,
    CORRECTION
  }

  /** An alert raised or withdrawn. */
  record AlertIssued(
      String alertId,
      String leadId,
      String accountId,
      String owner,
      long sequence,
      String definition,
      long ordinal,
      Status status,
      String withdrawnReason,
      String priority,
      long occurredAt,
      Cause cause,
      String fromStage,
      String toStage,
      double engagement,
      double fit,
      String grade,
      String label,
      List<Evidence> evidence,
      List<Moment> moments,
      Bant bant,
      List<StaleAttribute> stale,
      Long coolsAt,
      Long respondBy,
      String model,
      int modelVersion,
      int signalsVersion)
      implements Emission {
    /** A withdrawal carries the id of what it withdraws. */
    public enum Status {
      RAISED,
      WITHDRAWN
    }
  }

  /**
   * What a signal added, with how many facts were kept and when it was last seen.
   *
   * @param suspects facts that were shown and not scored, by reason
   */
  record Evidence(
      String signal,
      String label,
      long count,
      double points,
      Long lastAt,
      Map<String, Long> suspects) {
    /** All facts that were not scored, whatever the reason. */
    public long suspectCount() {
      return sum(suspects);
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** An event that a salesperson wants to read. */
  record Moment(String label, long occurredAt, String asset, String campaign) {}

  /** What the model calls perishable and nobody has said again for too long. */
  record StaleAttribute(String attribute, long saidAt) {}

  /** Budget, authority, need and time frame as the profile has them. */
  record Bant(String budget, String authority, String need, String timeframe) {}
}
