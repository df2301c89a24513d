package dev.kizashi.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.local.StackListener;

/** How the demo is seen: on a terminal, as plain lines, or as JSON. */
interface Show extends StackListener, AutoCloseable {

  /** A part is up. */
  void ready(String part, String detail, java.time.Duration took);

  /** Everything is up, and where. */
  void up(Addresses addresses);

  /** What there is to see now; called several times a second. */
  void view(DemoView view);

  /** An alert that {@link #view} will show from now on. */
  void explained(DemoView view, ExplainedAlert alert);

  /** A record as it was read, for machines. */
  default void record(ObjectNode line) {}

  /** The end, with what was seen last. */
  void end(DemoView last, String why);

  @Override
  void close();
}
