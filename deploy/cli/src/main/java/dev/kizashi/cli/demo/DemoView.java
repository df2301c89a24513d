package dev.kizashi.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is shown at one moment.
 *
 * @param now of simulated time
 * @param elapsed simulated time since the first event
 * @param speed simulated seconds a second
 * @param warmest hottest first
 * @param changes latest first
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
   * Occurrences of one signal by a lead that were not counted.
   *
   * @param signal in words
   * @param suspects how many, and why they are suspect, in words
   */
  record NotCounted(Instant at, String who, String signal, String suspects) {}
}
