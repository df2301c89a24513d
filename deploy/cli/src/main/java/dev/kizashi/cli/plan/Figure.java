package dev.kizashi.cli.plan;

/**
 * One thing that a deployment needs.
 *
 * @param key in the JSON
 * @param note what it rests on, or what to do with it
 */
record Figure(
    Section section,
    String key,
    String label,
    double value,
    Unit unit,
    boolean assumed,
    String note) {

  /** In the order of the table. */
  enum Section {
    FLINK("Flink"),
    MEMORY("Memory"),
    STATE("State and checkpoints"),
    KAFKA("Kafka"),
    FAILURE("After a failure");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  String shown() {
    return unit.show(value);
  }
}
