package dev.kizashi.relay;

/**
 * Where the relay says what whoever runs it has to know. A line names an alert by its id, partition
 * and offset, and a receiver by its answers: nothing of a lead, and no secret. For several threads.
 */
@FunctionalInterface
public interface Notes {
  void note(String line);
}
