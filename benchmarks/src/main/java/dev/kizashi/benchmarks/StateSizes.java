package dev.kizashi.benchmarks;

import dev.kizashi.cli.InProcessScoring;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import dev.kizashi.scoring.resolution.AddressStateCodec;
import dev.kizashi.scoring.resolution.VisitorStateCodec;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What leads, visitors and addresses take as their codecs write them: the value in the state,
 * without its key and its timer.
 *
 * @param leads bytes of every lead, merged ones included
 * @param leadsOfThirtyFacts bytes of the leads with exactly that many facts
 * @param facts of every lead
 * @param visitors bytes of every visitor
 * @param addresses bytes of every address
 */
public record StateSizes(
    Distribution leads,
    Distribution leadsOfThirtyFacts,
    Distribution facts,
    Distribution visitors,
    Distribution addresses) {
  private static final int THIRTY = 30;

  static StateSizes of(InProcessScoring scoring) {
    Collection<LeadState> leads = scoring.states().values();
    List<LeadState> ofThirty = leads.stream().filter(it -> it.factCount() == THIRTY).toList();
    return new StateSizes(
        bytes(leads, LeadStateCodec::write),
        bytes(ofThirty, LeadStateCodec::write),
        Distribution.of(leads.stream().mapToLong(LeadState::factCount).toArray()),
        bytes(scoring.visitors().values(), VisitorStateCodec::write),
        bytes(scoring.addresses().values(), AddressStateCodec::write));
  }

  private static <T> Distribution bytes(Collection<T> states, BiConsumer<T, ByteWriter> codec) {
    ByteWriter out = new ByteWriter();
    return Distribution.of(
        states.stream()
            .mapToLong(
                state -> {
                  out.clear();
                  codec.accept(state, out);
                  return out.size();
                })
            .toArray());
  }
}
