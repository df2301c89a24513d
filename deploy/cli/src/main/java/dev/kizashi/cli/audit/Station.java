package dev.kizashi.cli.audit;

/** Somebody by whom records come, in an order that the trail tells. */
interface Station {
  /** Takes whatever has come and is next. */
  void run();

  /** Whether there are records that could not be taken. */
  boolean isWaiting();
}
