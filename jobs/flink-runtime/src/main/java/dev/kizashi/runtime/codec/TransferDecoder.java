package dev.kizashi.runtime.codec;

import dev.kizashi.events.FactsTransfer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificDatumReader;

/** What moves between leads, from the bytes of {@code lead-transfers}. For one thread. */
public final class TransferDecoder {
  private final WriterSchemas writers;

  public TransferDecoder(WriterSchemas writers) {
    this.writers = writers;
  }

  /**
   * A message and who sent it.
   *
   * @param job Flink's id of the job
   * @param checkpoint the first of that job that can contain its sending
   */
  public record Transfer(Message message, String job, long checkpoint) {}

  /**
   * One message, as coming from the record.
   *
   * @throws UnusableException when the bytes are none, which only somebody else can have written
   */
  public Transfer decode(byte[] value, Origin origin) {
    if (value == null) {
      throw UnusableException.undecodable("the value is null");
    }
    WriterSchemas.Answer writer = writers.byId(WireFormat.schemaId(value));
    if (writer.problem() != null) {
      throw new UnusableException(writer.problem().reason(), writer.problem().detail());
    }
    AvroBytes bytes = new AvroBytes();
    bytes.open(value, WireFormat.HEADER_BYTES);
    try {
      FactsTransfer transfer =
          new SpecificDatumReader<FactsTransfer>(writer.schema(), FactsTransfer.getClassSchema())
              .read(null, bytes);
      bytes.requireEnd();
      ByteBuffer body = transfer.getBody();
      byte[] message = new byte[body.remaining()];
      body.get(message);
      ByteReader in = new ByteReader(message);
      int version = in.readByte();
      if (version != MessageCodec.VERSION) {
        throw UnusableException.undecodable("a transfer of version " + version);
      }
      return new Transfer(
          MessageCodec.read(in).from(origin), transfer.getJob(), transfer.getCheckpoint());
    } catch (IOException
        | AvroRuntimeException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      throw UnusableException.undecodable("no transfer: " + e.getClass().getName());
    }
  }
}
