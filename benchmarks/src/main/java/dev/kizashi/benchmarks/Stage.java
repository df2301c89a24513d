package dev.kizashi.benchmarks;

/** What an event may pass, by the topology's names. */
enum Stage {
  RECOGNITION("recognise signals", true),
  ADDRESSES("resolve addresses", false),
  VISITORS("follow visitors", true),
  MERGES("register merges", false),
  TRANSFERS("read transfers", false),
  LEADS("score leads", true);

  private final String operator;
  private final boolean hearsDocuments;

  Stage(String operator, boolean hearsDocuments) {
    this.operator = operator;
    this.hearsDocuments = hearsDocuments;
  }

  String operator() {
    return operator;
  }

  /** Whether each of its tasks is told of every document. */
  boolean hearsDocuments() {
    return hearsDocuments;
  }

  /** As Flink knows one of its operator's metrics within a task. */
  String metric(String name) {
    return operator.replace(' ', '_') + "." + name;
  }
}
