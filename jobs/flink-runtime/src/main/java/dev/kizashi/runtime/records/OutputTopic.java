package dev.kizashi.runtime.records;

/** The topics the jobs write, by their contract names. */
public enum OutputTopic {
  LEAD_SCORES("lead-scores", 1),
  STAGE_CHANGES("stage-changes", 2),
  SALES_ALERTS("sales-alerts", 3),
  DEAD_LETTERS("dead-letters", 4),
  AUDIT_TRAIL("audit-trail", 5),
  LEAD_TRANSFERS("lead-transfers", 6);

  private final String topicName;
  private final byte code;

  OutputTopic(String topicName, int code) {
    this.topicName = topicName;
    this.code = (byte) code;
  }

  /** The contract's name of the topic; a deployment may map it to another. */
  public String topicName() {
    return topicName;
  }

  /** What stands for the topic in bytes. */
  public byte code() {
    return code;
  }

  /** Whether values are Avro in the registry's wire format; dead letters are what came in. */
  public boolean isAvro() {
    return this != DEAD_LETTERS;
  }

  /**
   * @throws IllegalArgumentException when no topic has that code
   */
  public static OutputTopic ofCode(byte code) {
    for (OutputTopic topic : values()) {
      if (topic.code == code) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no output topic has the code " + code);
  }
}
