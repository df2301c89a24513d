package dev.kizashi.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** The wish that a command end: ctrl-C, or a polite kill. A second one ends the JVM at once. */
public final class Stop {
  private final CountDownLatch wished = new CountDownLatch(1);

  /** From now on, by the two signals that ask for an end. */
  public static Stop onSignals() {
    Stop stop = new Stop();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stop.isWished()) {
              // 128 + the signal's number is what a shell expects.
              Runtime.getRuntime().exit(128 + signal.getNumber());
            }
            stop.wished.countDown();
          });
    }
    return stop;
  }

  public boolean isWished() {
    return wished.getCount() == 0;
  }

  /** Returns early, and true, when the end is wished. */
  public boolean within(Duration pause) throws InterruptedException {
    return wished.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
