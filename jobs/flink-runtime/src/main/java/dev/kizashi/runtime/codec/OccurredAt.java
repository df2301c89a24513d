package dev.kizashi.runtime.codec;

import dev.kizashi.registry.RegistryException;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.concurrent.CancellationException;

/**
 * When an input record says that it happened, for whoever needs nothing else of it. Of a record in
 * our own layout only the leading fields are read, so the rest may still turn out to be unusable.
 *
 * <p>For one thread, the decoder's.
 */
public final class OccurredAt {
  /** Stands for a time that cannot be read. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final EventDecoder decoder;

  public OccurredAt(EventDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * Epoch millis, or {@link #UNKNOWN}; never throws. Blocks as {@link EventDecoder#decode} does;
   * where that would throw the answer is {@link #UNKNOWN}, and decoding the record throws.
   */
  public long read(InputTopic topic, byte[] value) {
    try {
      return decoder.values(topic).readLeading(value, InputRecords::occurredAt);
    } catch (UnusableException | RegistryException | CancellationException e) {
      return UNKNOWN;
    }
  }
}
