package dev.kizashi.runtime.codec;

import dev.kizashi.registry.RegistryException;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * When an input record says that it happened, for whoever needs nothing else of it. Of a record in
 * our own layout only the leading fields are read, so the rest may still turn out to be unusable.
 *
 * <p>For one thread.
 */
public final class OccurredAt {
  /** Stands for a time that cannot be read. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final Map<InputTopic, RecordValues> values;

  public OccurredAt(WriterSchemas writers) {
    this(writers, EventDecoder.DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes of larger records nothing is read
   */
  public OccurredAt(WriterSchemas writers, int maxBytes) {
    this.values = InputRecords.values(writers, maxBytes);
  }

  /**
   * Epoch millis, or {@link #UNKNOWN}; never throws. Blocks as {@link EventDecoder#decode} does;
   * where that would throw the answer is {@link #UNKNOWN}, and decoding the record throws.
   *
   * @param topic of events: configuration has no such time
   */
  public long read(InputTopic topic, byte[] value) {
    try {
      return values.get(topic).readLeading(value, InputRecords::occurredAt);
    } catch (UnusableException | RegistryException | CancellationException e) {
      return UNKNOWN;
    }
  }
}
