package dev.kizashi.scoring.signals;

/** The topics that records arrive on, by their contract names. */
public enum InputTopic {
  CLICKSTREAM("clickstream", 1),
  EMAIL_ENGAGEMENT("email-engagement", 2),
  OFFLINE_ACTIVITY("offline-activity", 3),
  CRM_UPDATES("crm-updates", 4),
  SCORING_CONFIG("scoring-config", 5),
  LEAD_TRANSFERS("lead-transfers", 6);

  private final String topicName;
  private final byte code;

  InputTopic(String topicName, int code) {
    this.topicName = topicName;
    this.code = (byte) code;
  }

  /** The contract's name of the topic; a deployment may map it to another. */
  public String topicName() {
    return topicName;
  }

  /** What stands for the topic in bytes: stable, unlike an ordinal. */
  public byte code() {
    return code;
  }

  /**
   * @throws IllegalArgumentException when no topic has that code
   */
  public static InputTopic ofCode(byte code) {
    for (InputTopic topic : values()) {
      if (topic.code == code) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no input topic has the code " + code);
  }
}
