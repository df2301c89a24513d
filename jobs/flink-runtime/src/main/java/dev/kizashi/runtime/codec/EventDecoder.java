package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.signals.InputTopic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Input records from bytes. Whatever the bytes are, the answer is a {@link Decoded}: a consumer
 * that throws on a poison record meets it again after every restart.
 *
 * <p>For one thread.
 */
public final class EventDecoder {
  /** What Kafka's brokers accept by default, rounded up: 1 MiB. */
  public static final int DEFAULT_MAX_BYTES = 1 << 20;

  private final Map<InputTopic, RecordValues> values;

  public EventDecoder(WriterSchemas writers) {
    this(writers, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes of a value, framing included; more is {@link DeadLetterReason#TOO_LARGE}
   */
  public EventDecoder(WriterSchemas writers, int maxBytes) {
    this.values = InputRecords.values(writers, maxBytes);
  }

  /**
   * Blocks while the registry is unavailable and the value's schema not known yet.
   *
   * @param topic of events; {@link ConfigRecords} reads the other one
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

  /**
   * The same for a record that did not come as bytes.
   *
   * @param record of the topic's schema
   */
  public static Decoded ofRecord(InputTopic topic, SpecificRecord record) {
    return InputRecords.decoded(topic, new RecordFields(record));
  }
}
