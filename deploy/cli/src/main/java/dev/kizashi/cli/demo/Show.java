package dev.kizashi.cli.demo;

import dev.kizashi.local.StackListener;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/** How the demo is seen: on a terminal, as plain lines, or as JSON. Called by one thread. */
interface Show extends StackListener, AutoCloseable {

  /** Something is done that takes its time. */
  @Override
  void ready(String part, Duration took);

  /** Everything is up, and where. */
  void up(Addresses addresses);

  /** What there is to see now; called several times a second. */
  void view(DemoView view);

  /** An alert that {@link #view} comes with from now on. */
  default void explained(ExplainedAlert alert, DemoView view) {}

  /** Somebody whom {@link #view} comes with from now on. */
  default void named(DemoView.Named named, DemoView view) {}

  /** The same of what was not counted. */
  default void notCounted(DemoView.NotCounted notCounted, DemoView view) {}

  /** What the job said, by any thread. */
  default void said(String topic, SpecificRecord record) {}

  /** The last view, and why it is the last; everything begins to end. */
  void end(DemoView last, String why);

  /** Everything has ended. */
  default void ended() {}

  /** Leaves the terminal as it was found. */
  @Override
  void close();
}
