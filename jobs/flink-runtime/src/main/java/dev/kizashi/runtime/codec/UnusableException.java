package dev.kizashi.runtime.codec;

/** Leaves a half-read record; a whole topic of such records must not pay for stack traces. */
public final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Decoded.Unusable unusable;

  UnusableException(DeadLetterReason reason, String detail) {
    super(detail, null, false, false);
    this.unusable = new Decoded.Unusable(reason, detail);
  }

  static UnusableException undecodable(String detail) {
    return new UnusableException(DeadLetterReason.UNDECODABLE, detail);
  }

  /** For the dead letter. */
  public Decoded.Unusable unusable() {
    return unusable;
  }
}
