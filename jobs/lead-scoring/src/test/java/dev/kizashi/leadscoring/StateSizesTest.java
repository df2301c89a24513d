package dev.kizashi.leadscoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class StateSizesTest {
  @Test
  void what_is_told_is_what_is_written_also_by_duplicates() throws Exception {
    List<Integer> told = new ArrayList<>();
    StateSerializer<LeadState> serializer = new LeadStateSerializer().telling(told::add);
    DataOutputSerializer out = new DataOutputSerializer(64);
    LeadState state = new LeadState();

    serializer.serialize(state, out);
    serializer.duplicate().duplicate().serialize(state, out);
    new LeadStateSerializer().serialize(state, out);

    ByteWriter bytes = new ByteWriter();
    LeadStateCodec.write(state, bytes);
    assertThat(told).containsExactly(bytes.size(), bytes.size());
    assertThat(serializer).isEqualTo(new LeadStateSerializer());
  }
}
