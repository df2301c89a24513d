package dev.kizashi.benchmarks.peers;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Where one run of a peer reads and writes.
 *
 * @param name of its group, its transactions and its topics
 * @param topicPrefix of the topics that it reads
 */
public record PeerRun(String name, String bootstrapServers, String topicPrefix)
    implements Serializable {

  /** How long brokers wait for a transaction that no peer ends: less than they allow by default. */
  static final int TRANSACTION_TIMEOUT_MILLIS = 300_000;

  /** Records have the lead's id as key and the sum as value, eight bytes big-endian. */
  public String sums() {
    return name + "-sums";
  }

  String input(BehaviourTopic topic) {
    return topicPrefix + topic.topicName();
  }

  static byte[] value(double points) {
    return ByteBuffer.allocate(Double.BYTES).putDouble(points).array();
  }
}
