package dev.kizashi.scoring.lifecycle;

import java.util.Locale;

/** Where a lead stands on its way to a customer. */
public enum Stage {
  LEAD(1),
  MQL(2),
  SAL(3),
  SQL(4),
  CUSTOMER(5),
  RECYCLED(6),
  DISQUALIFIED(7);

  private final byte code;

  Stage(int code) {
    this.code = (byte) code;
  }

  /** What stands for the stage in bytes. */
  public byte code() {
    return code;
  }

  /** The contract's name. */
  public String stageName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when no stage has that code
   */
  public static Stage ofCode(byte code) {
    for (Stage stage : values()) {
      if (stage.code == code) {
        return stage;
      }
    }
    throw new IllegalArgumentException("no lifecycle stage has the code " + code);
  }
}
