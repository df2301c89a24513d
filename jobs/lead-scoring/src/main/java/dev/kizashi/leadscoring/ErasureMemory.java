package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.resolution.Erasures;
import dev.kizashi.scoring.resolution.Erasures.Erasure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.MetricGroup;

/**
 * Who was erased lately, in the state of an operator and not under the erased ids themselves, which
 * would keep them readable as keys. Few are: they stand in memory, and every task keeps those whose
 * late events it would get.
 *
 * <p>The key of the hash is the installation's secret where it has one. Else it is made up at the
 * first submission and stays in the state, since another one would recognise nobody.
 */
final class ErasureMemory {
  private final ListState<RememberedErasure> remembered;
  private final ListState<byte[]> secrets;
  private final Map<String, Integer> keyGroups = new HashMap<>();
  private final byte[] secret;
  private final boolean secretInState;
  private final Erasures erasures;

  /**
   * Restores what there is.
   *
   * @param isOwn whether a key group is this task's
   * @param current the key group of the key that is dealt with
   */
  ErasureMemory(
      OperatorStateStore store,
      LeadScoringTopology.Settings settings,
      IntPredicate isOwn,
      IntSupplier current)
      throws Exception {
    remembered =
        store.getUnionListState(new ListStateDescriptor<>("erased", new ErasureSerializer()));
    secrets =
        store.getUnionListState(
            new ListStateDescriptor<>("erasure-secret", BytePrimitiveArraySerializer.INSTANCE));
    LeadScoringTopology.ErasureSecret given = settings.erasureSecret();
    secretInState = given.madeUp();
    byte[] known = given.bytes();
    if (secretInState) {
      for (byte[] restored : secrets.get()) {
        known = restored;
      }
    }
    secret = known;
    erasures =
        new Erasures(
            secret,
            settings.bounds().erasureMillis(),
            hash -> keyGroups.put(hash, current.getAsInt()));
    for (RememberedErasure erasure : remembered.get()) {
      if (isOwn.test(erasure.keyGroup())) {
        erasures.restore(erasure.hash(), erasure.erasure());
        keyGroups.put(erasure.hash(), erasure.keyGroup());
      }
    }
  }

  Erasures erasures() {
    return erasures;
  }

  /** Lets how many are remembered be read as a metric. */
  void tell(MetricGroup metrics) {
    Map<String, Erasure> all = erasures.all();
    JobMetric.ERASURES_REMEMBERED.gauge(metrics, all::size);
  }

  /**
   * Keeps what there is.
   *
   * @param latest the watermark, by which what is due is forgotten
   */
  void snapshot(long latest) throws Exception {
    erasures.forget(latest);
    remembered.clear();
    Map<String, Erasure> all = erasures.all();
    keyGroups.keySet().retainAll(all.keySet());
    for (Map.Entry<String, Erasure> erasure : all.entrySet()) {
      remembered.add(
          new RememberedErasure(
              erasure.getKey(), keyGroups.get(erasure.getKey()), erasure.getValue()));
    }
    secrets.clear();
    if (secretInState) {
      secrets.add(secret);
    }
  }
}
