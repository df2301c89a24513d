package dev.kizashi.benchmarks;

import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * What leads take as {@link LeadStateCodec} writes them: the value in the state, without its key
 * and its timer.
 *
 * @param bytes of every lead
 * @param facts of every lead
 * @param bytesOfThirtyFacts of the leads with exactly that many facts
 */
public record LeadSizes(Distribution bytes, Distribution facts, Distribution bytesOfThirtyFacts) {
  private static final int THIRTY = 30;

  static LeadSizes of(Collection<LeadState> leads) {
    ByteWriter out = new ByteWriter();
    long[] bytes =
        leads.stream()
            .mapToLong(
                lead -> {
                  out.clear();
                  LeadStateCodec.write(lead, out);
                  return out.size();
                })
            .toArray();
    long[] facts = leads.stream().mapToLong(LeadState::factCount).toArray();
    long[] ofThirty =
        IntStream.range(0, bytes.length)
            .filter(lead -> facts[lead] == THIRTY)
            .mapToLong(lead -> bytes[lead])
            .toArray();
    return new LeadSizes(Distribution.of(bytes), Distribution.of(facts), Distribution.of(ofThirty));
  }
}
