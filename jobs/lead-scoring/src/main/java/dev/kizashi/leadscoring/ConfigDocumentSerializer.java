package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.runtime.types.CompactType;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A published document as bytes: in the broadcast and in every operator's state. */
public final class ConfigDocumentSerializer extends CompactSerializer<ConfigDocument> {
  private static final long serialVersionUID = 1L;

  public static final CompactType<ConfigDocument> TYPE =
      new CompactType<>(ConfigDocument.class, ConfigDocumentSerializer::new);

  private static final int SIGNALS = 1;
  private static final int MODEL = 2;

  @Override
  protected void write(ConfigDocument value, ByteWriter out) {
    out.writeByte(value.kind() == ConfigDocument.Kind.SIGNALS ? SIGNALS : MODEL);
    out.writeText(value.name());
    out.writeUnsigned(value.version());
    out.writeText(value.text());
  }

  @Override
  protected ConfigDocument read(ByteReader in) {
    ConfigDocument.Kind kind =
        switch (in.readByte()) {
          case SIGNALS -> ConfigDocument.Kind.SIGNALS;
          case MODEL -> ConfigDocument.Kind.MODEL;
          default -> throw new IllegalStateException("a document of unknown kind in state");
        };
    return new ConfigDocument(kind, in.readText(), (int) in.readUnsigned(), in.readText());
  }

  @Override
  public TypeSerializer<ConfigDocument> duplicate() {
    return new ConfigDocumentSerializer();
  }

  @Override
  public TypeSerializerSnapshot<ConfigDocument> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer, as a savepoint names it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ConfigDocument> {
    public Snapshot() {
      super(ConfigDocumentSerializer::new);
    }
  }
}
