package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.runtime.types.CompactType;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** How messages cross a shuffle. */
public final class MessageSerializer extends CompactSerializer<Message> {
  private static final long serialVersionUID = 1L;

  public static final CompactType<Message> TYPE =
      new CompactType<>(Message.class, MessageSerializer::new);

  @Override
  protected void write(Message value, ByteWriter out) {
    MessageCodec.write(value, out);
  }

  @Override
  protected Message read(ByteReader in) {
    return MessageCodec.read(in);
  }

  @Override
  public TypeSerializer<Message> duplicate() {
    return new MessageSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Message> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer, as a savepoint names it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Message> {
    public Snapshot() {
      super(MessageSerializer::new);
    }
  }
}
