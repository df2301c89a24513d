package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.signals.InputTopic;
import java.util.EnumMap;
import java.util.Map;

/**
 * Input records from bytes. Whatever the bytes are, the answer is a {@link Decoded}: a consumer
 * that throws on a poison record meets it again after every restart.
 *
 * <p>For one thread.
 */
public final class EventDecoder {
  /** What Kafka's brokers accept by default, rounded up: 1 MiB. */
  public static final int DEFAULT_MAX_BYTES = 1 << 20;

  private final Map<InputTopic, RecordValues> values = new EnumMap<>(InputTopic.class);

  public EventDecoder(WriterSchemas writers) {
    this(writers, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes of a value, framing included; more is {@link DeadLetterReason#TOO_LARGE}
   */
  public EventDecoder(WriterSchemas writers, int maxBytes) {
    for (InputTopic topic : InputTopic.values()) {
      values.put(topic, new RecordValues(InputRecords.schema(topic), writers, maxBytes));
    }
  }

  /**
   * Blocks while the registry is unavailable and the value's schema not known yet.
   *
   * @param value in the registry's wire format; null is unusable
   * @throws dev.kizashi.registry.RegistryDeniedException when the registry does not let us in
   * @throws java.util.concurrent.CancellationException when interrupted while waiting for it
   */
  public Decoded decode(InputTopic topic, byte[] value) {
    try {
      return values.get(topic).read(value, in -> InputRecords.decoded(topic, in));
    } catch (UnusableException e) {
      return e.unusable();
    }
  }

  RecordValues values(InputTopic topic) {
    return values.get(topic);
  }
}
