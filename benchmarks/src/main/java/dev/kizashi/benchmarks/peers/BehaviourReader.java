package dev.kizashi.benchmarks.peers;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the values of one topic: a zero byte, four bytes of the schema's id, then Avro's bytes, as
 * specific records. To the peers' advantage the schema that was written by is taken to be the one
 * that this was built with, so that no registry is asked; decoder and record are used again; and
 * Avro's fast reader is on, which takes two thirds of the usual one's time. For one thread.
 */
final class BehaviourReader {
  private static final int FRAME_BYTES = 1 + Integer.BYTES;

  private final BehaviourTopic topic;
  private final SpecificDatumReader<SpecificRecord> reader;
  private BinaryDecoder decoder;
  private SpecificRecord record;

  BehaviourReader(BehaviourTopic topic) {
    this.topic = topic;
    this.reader = readerOf(topic.record());
  }

  @SuppressWarnings("unchecked")
  private static SpecificDatumReader<SpecificRecord> readerOf(
      Class<? extends SpecificRecord> record) {
    SpecificDatumReader<SpecificRecord> reader =
        new SpecificDatumReader<>((Class<SpecificRecord>) record);
    reader.getSpecificData().setFastReaderEnabled(true);
    return reader;
  }

  Behaviour read(byte[] value) throws IOException {
    decoder =
        DecoderFactory.get().binaryDecoder(value, FRAME_BYTES, value.length - FRAME_BYTES, decoder);
    record = reader.read(record, decoder);
    return topic.behaviour(record);
  }
}
