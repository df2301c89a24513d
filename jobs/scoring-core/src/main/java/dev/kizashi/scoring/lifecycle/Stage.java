package dev.kizashi.scoring.lifecycle;

import java.util.Locale;

/** Where a lead stands on its way to a customer. */
public enum Stage {
  LEAD(1, 0),
  MQL(2, 1),
  SAL(3, 2),
  SQL(4, 3),
  CUSTOMER(5, 4),
  RECYCLED(6, 0),
  DISQUALIFIED(7, 0);

  private final byte code;
  private final int progress;
  private final String stageName = name().toLowerCase(Locale.ROOT);

  Stage(int code, int progress) {
    this.code = (byte) code;
    this.progress = progress;
  }

  /** How far the lead has come: forward is to a greater number. */
  int progress() {
    return progress;
  }

  /** What stands for the stage in bytes. */
  public byte code() {
    return code;
  }

  /** The contract's name. */
  public String stageName() {
    return stageName;
  }

  /**
   * @throws IllegalArgumentException when no stage has that name
   */
  public static Stage named(String name) {
    for (Stage stage : values()) {
      if (stage.stageName.equals(name)) {
        return stage;
      }
    }
    throw new IllegalArgumentException("no lifecycle stage is named " + name);
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
