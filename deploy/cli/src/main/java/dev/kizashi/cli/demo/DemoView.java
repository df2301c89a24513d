package dev.kizashi.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is shown at one moment.
 *
 * @param now of simulated time
 * @param elapsed simulated time since the first event
 * @param speed simulated seconds a second
 * @param warmest hottest first
 * @param changes latest first
 * @param named who last turned out to have been a visitor without a name, and warmed by it
 * @param notCounted what was last shown and not counted, because a machine is suspected
 * @param alert the one that is being explained
 * @param waiting alerts raised meanwhile and not explained
 * @param trouble what the job last failed of, even if it has recovered
 * @param addresses one a line
 */
record DemoView(
    Instant now,
    ZoneId zone,
    Duration elapsed,
    double speed,
    Counters counters,
    List<Standing> warmest,
    List<Change> changes,
    Optional<Named> named,
    Optional<NotCounted> notCounted,
    Optional<ExplainedAlert> alert,
    int waiting,
    Optional<String> trouble,
    List<String> addresses) {

  DemoView {
    warmest = List.copyOf(warmest);
    changes = List.copyOf(changes);
    addresses = List.copyOf(addresses);
  }

  /** Events in, by what became of those already judged, and alerts out. */
  record Counters(
      long events,
      long scored,
      long unmatched,
      long anonymous,
      long duplicates,
      long ignored,
      long deadLetters,
      long alerts) {

    /** Events whose fate is known. */
    long judged() {
      return scored + unmatched + anonymous + duplicates + ignored + deadLetters;
    }
  }

  /**
   * A lead now.
   *
   * @param heat rank of the temperature, 1 is the hottest
   * @param engagement as of now, decayed since the judgement
   * @param most what engagement is limited to, or 100
   * @param trend against a day ago: 1 rising, −1 falling, 0 neither
   * @param coolsIn empty when it does not
   */
  record Standing(
      String who,
      String account,
      String label,
      String temperature,
      int heat,
      double engagement,
      double most,
      int trend,
      double fit,
      Optional<Duration> coolsIn) {}

  /** A lead moved along one axis. */
  record Change(
      Instant at, String who, String from, String to, String cause, String label, double points) {}

  /**
   * A visitor got a name, and the lead of that name warmed at once.
   *
   * @param visitor the browser, all that was known of them before
   * @param brought what they had done by then, in words
   */
  record Named(
      Instant at,
      String leadId,
      String who,
      String visitor,
      String brought,
      String from,
      String to,
      String label,
      double points) {}

  /**
   * Occurrences of one signal by a lead that were not counted.
   *
   * @param unchanged whether the temperature is that of the score before
   * @param signal in words
   * @param suspects how many for which reason, as the records have it
   */
  record NotCounted(
      Instant at,
      String leadId,
      String who,
      String temperature,
      boolean unchanged,
      String label,
      double points,
      String signal,
      Map<String, Long> suspects) {
    NotCounted {
      suspects = Map.copyOf(suspects);
    }
  }
}
