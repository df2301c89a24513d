package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.resolution.AddressStateCodec;
import dev.kizashi.scoring.resolution.Addresses;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What is known of an address as one value, in the format of {@link AddressStateCodec}. */
public final class AddressStateSerializer extends StateSerializer<Addresses.State> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(Addresses.State value, ByteWriter out) {
    AddressStateCodec.write(value, out);
  }

  @Override
  protected Addresses.State read(ByteReader in) {
    return AddressStateCodec.read(in);
  }

  @Override
  protected StateSerializer<Addresses.State> another() {
    return new AddressStateSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format, as a savepoint names it. */
  public static final class Snapshot extends StateSerializer.Snapshot<Addresses.State> {
    public Snapshot() {
      super(AddressStateCodec.VERSION, AddressStateCodec.VERSION);
    }

    @Override
    public TypeSerializer<Addresses.State> restoreSerializer() {
      return new AddressStateSerializer();
    }
  }
}
