package dev.kizashi.runtime.records;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.runtime.types.CompactType;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A record on its way out, whatever its topic: one sink writes them all, in one transaction.
 *
 * @param key bytes, or null
 * @param value an Avro body without the registry's frame, the original bytes of a dead letter, or
 *     null for a tombstone
 * @param headers in order; texts are written as UTF-8
 */
public record OutputRecord(
    OutputTopic topic, byte[] key, byte[] value, Map<String, String> headers) {

  public static final CompactType<OutputRecord> TYPE =
      new CompactType<>(OutputRecord.class, Serializer::new);

  /** How output records travel to the sink; never in state. */
  public static final class Serializer extends CompactSerializer<OutputRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void write(OutputRecord value, ByteWriter out) {
      out.writeByte(value.topic().code());
      out.writeBytes(value.key());
      out.writeBytes(value.value());
      out.writeUnsigned(value.headers().size());
      value
          .headers()
          .forEach(
              (name, text) -> {
                out.writeText(name);
                out.writeText(text);
              });
    }

    @Override
    protected OutputRecord read(ByteReader in) {
      OutputTopic topic = OutputTopic.ofCode(in.readByte());
      byte[] key = in.readBytes();
      byte[] body = in.readBytes();
      int size = (int) in.readUnsigned();
      Map<String, String> headers = size == 0 ? Map.of() : new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        headers.put(in.readText(), in.readText());
      }
      return new OutputRecord(topic, key, body, headers);
    }

    @Override
    public TypeSerializer<OutputRecord> duplicate() {
      return new Serializer();
    }

    @Override
    public TypeSerializerSnapshot<OutputRecord> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** The serializer, as a savepoint names it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutputRecord> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}
