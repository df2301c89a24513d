package dev.kizashi.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of posting an alert.
 *
 * @param words what happened, without anything personal or secret
 * @param asked how long the receiver asked us to wait
 */
record Answer(Verdict verdict, String words, Optional<Duration> asked) {

  enum Verdict {
    DELIVERED,
    /** Not now. */
    LATER,
    /** Not this one, however often it is tried. */
    NEVER
  }

  static Answer later(String words) {
    return new Answer(Verdict.LATER, words, Optional.empty());
  }

  /**
   * By the receiver's status: 2xx is delivered; 408, 429, 5xx and whatever else no receiver should
   * say, a redirect for one, may get better; any other 4xx is the receiver's word on this alert.
   */
  static Answer of(int status, Optional<Duration> asked) {
    String words = "status " + status;
    if (status >= 200 && status < 300) {
      return new Answer(Verdict.DELIVERED, words, Optional.empty());
    }
    boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
    return new Answer(refused ? Verdict.NEVER : Verdict.LATER, words, asked);
  }
}
