package dev.kizashi.cli.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * How hard it is to tell who did what. None of it is a claim about the world: the shares are what
 * makes every case of identity occur in a history of some weeks.
 *
 * @param visitors browsers that come without a name, 0 or more
 * @param visitorsWithin from the start, all of them come and those who identify do
 * @param identifiedShare of the people behind these browsers who give themselves a name, 0 to 1
 * @param addressOnlyShare of mails whose records carry the address and no lead id, 0 to 1; where it
 *     is positive, the CRM introduces some leads long after their first event
 * @param mergedShare of the leads that the CRM knows, doubles that it merges into others, 0 to
 *     {@value #MOST_MERGED}
 * @param erasedShare of the leads that the CRM knows, erased, 0 to 1
 * @param sharedShare of the people who identify, on a machine that somebody else has named before,
 *     0 to 1
 * @param crossing whether some doubles are merged into each other
 */
public record IdentitySettings(
    int visitors,
    Duration visitorsWithin,
    double identifiedShare,
    double addressOnlyShare,
    double mergedShare,
    double erasedShare,
    double sharedShare,
    boolean crossing) {
  /** Everybody is named from the start. */
  public static final IdentitySettings NONE =
      new IdentitySettings(0, Duration.ofDays(30), 0, 0, 0, 0, 0, true);

  /** One in twenty. */
  public static final double USUAL_SHARED = 0.05;

  /** There is an absorbing lead to every group of doubles. */
  static final double MOST_MERGED = 0.4;

  public IdentitySettings {
    Objects.requireNonNull(visitorsWithin, "visitorsWithin");
    if (visitors < 0) {
      throw new IllegalArgumentException("visitors must not be negative: " + visitors);
    }
    if (visitorsWithin.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "visitorsWithin must be at least an hour: " + visitorsWithin);
    }
    TrafficSettings.requireShare("identifiedShare", identifiedShare, 1);
    TrafficSettings.requireShare("addressOnlyShare", addressOnlyShare, 1);
    TrafficSettings.requireShare("mergedShare", mergedShare, MOST_MERGED);
    TrafficSettings.requireShare("erasedShare", erasedShare, 1);
    TrafficSettings.requireShare("sharedShare", sharedShare, 1);
  }
}
