package dev.kizashi.leadscoring;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;

/**
 * The documents that a task knows: those given at submission, then those broadcast. Every task
 * takes the same documents in the same order; one that it already has is nothing new, since the
 * source reads from the beginning what submission has read before it.
 */
final class KnownConfiguration {
  /** Accepted documents by their place in the order of acceptance. */
  static final MapStateDescriptor<Integer, ConfigDocument> STATE =
      new MapStateDescriptor<>(
          "accepted-documents", IntSerializer.INSTANCE, new ConfigDocumentSerializer());

  private final Configuration configuration = new Configuration();

  /** What is known after a restore, or at the very first start. */
  static KnownConfiguration restored(
      BroadcastState<Integer, ConfigDocument> state, List<ConfigDocument> atSubmission)
      throws Exception {
    TreeMap<Integer, ConfigDocument> inOrder = new TreeMap<>();
    state.iterator().forEachRemaining(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    KnownConfiguration known = new KnownConfiguration();
    for (ConfigDocument document : inOrder.isEmpty() ? atSubmission : inOrder.values()) {
      known.take(document, state);
    }
    return known;
  }

  /** Takes a document that was accepted; false when it was known. */
  boolean take(ConfigDocument document, BroadcastState<Integer, ConfigDocument> state)
      throws Exception {
    if (configuration.offer(document).isPresent()) {
      return false;
    }
    state.put(configuration.accepted().size(), document);
    return true;
  }

  Configuration configuration() {
    return configuration;
  }
}
