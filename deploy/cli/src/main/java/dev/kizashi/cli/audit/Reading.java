package dev.kizashi.cli.audit;

import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.InputTopic;
import org.apache.avro.specific.SpecificRecord;

/** From the bytes of a ledger to what they say. */
interface Reading {
  /** What an input record is; one that cannot be used says why. */
  Decoded input(InputTopic topic, byte[] value);

  /** What was sent to a lead, a visitor or an address; null when the bytes are no such thing. */
  Message transfer(byte[] value);

  /**
   * An output record.
   *
   * @return null when the bytes are no record of the topic
   */
  SpecificRecord output(OutputTopic topic, byte[] value);
}
