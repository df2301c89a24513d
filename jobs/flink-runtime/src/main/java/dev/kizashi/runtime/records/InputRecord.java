package dev.kizashi.runtime.records;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.runtime.types.CompactType;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.signals.InputTopic;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record as it was consumed: still bytes, so that handing it on costs a copy and nothing can
 * throw inside the source. Only its time was looked at, for the watermark of its partition.
 *
 * @param timestamp the log's, epoch millis
 * @param occurredAt epoch millis, or {@link dev.kizashi.runtime.codec.OccurredAt#UNKNOWN}
 * @param key as it came, or null
 * @param value as it came, or null
 */
public record InputRecord(
    InputTopic topic,
    int partition,
    long offset,
    long timestamp,
    long occurredAt,
    byte[] key,
    byte[] value) {

  public static final CompactType<InputRecord> TYPE =
      new CompactType<>(InputRecord.class, Serializer::new);

  public LeadEvent.Origin origin() {
    return new LeadEvent.Origin(topic, partition, offset);
  }

  /** How input records travel from the source; never in state. */
  public static final class Serializer extends CompactSerializer<InputRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void write(InputRecord value, ByteWriter out) {
      out.writeByte(value.topic().code());
      out.writeUnsigned(value.partition());
      out.writeUnsigned(value.offset());
      out.writeSigned(value.timestamp());
      out.writeLong(value.occurredAt());
      out.writeBytes(value.key());
      out.writeBytes(value.value());
    }

    @Override
    protected InputRecord read(ByteReader in) {
      return new InputRecord(
          InputTopic.ofCode(in.readByte()),
          (int) in.readUnsigned(),
          in.readUnsigned(),
          in.readSigned(),
          in.readLong(),
          in.readBytes(),
          in.readBytes());
    }

    @Override
    public TypeSerializer<InputRecord> duplicate() {
      return new Serializer();
    }

    @Override
    public TypeSerializerSnapshot<InputRecord> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** The serializer, as a savepoint names it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<InputRecord> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}
