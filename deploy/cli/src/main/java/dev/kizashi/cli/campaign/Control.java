package dev.kizashi.cli.campaign;

/** A campaign that must fail, so that one that does not is worth something. */
enum Control {
  /** Nothing is broken on purpose. */
  NONE("nothing broken on purpose"),
  AT_LEAST_ONCE("the sink at-least-once"),
  NO_DEDUPLICATION("a job whose leads count an event each time it comes"),
  OLD_CHECKPOINT("the job put back to an older checkpoint than its latest");

  private final String words;

  Control(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
