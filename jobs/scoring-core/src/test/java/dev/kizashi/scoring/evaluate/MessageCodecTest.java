package dev.kizashi.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.ComesBack;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.GiveBack;
import dev.kizashi.scoring.evaluate.Message.Joins;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Recall;
import dev.kizashi.scoring.evaluate.Message.Remove;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.WatchedEvent;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final Origin CAUSE = new Origin(InputTopic.LEAD_TRANSFERS, 3, 4_711);
  private static final LeadEvent RECORD =
      Recognition.crm(
          "A",
          "m1",
          20,
          new CrmUpdate(CrmUpdate.Kind.MERGED, Map.of(), null, null, null, null, null, "B", null),
          new Origin(InputTopic.CRM_UPDATES, 0, 9));

  static Stream<Message> messages() {
    return Stream.of(
        RECORD,
        new Claim("kim@acme.example", "A", 20, CAUSE),
        new Unclaim("kim@acme.example", "A", 20, 5, CAUSE),
        new Unname("v1", "A", null, CAUSE),
        new Unname("v1", "A", 20L, null),
        new MergeAddress("kim@acme.example", "A", 20, CAUSE),
        new Claimed("kim@acme.example", "A", 20, 7, true, CAUSE),
        new Claimed("kim@acme.example", "A", -20, 7, false, null),
        new ClaimSettled("kim@acme.example", "A", CAUSE),
        new EraseAddress(Station.MERGES, "kim@acme.example", "A", 20, 5, 0, CAUSE),
        new EraseAddress(Station.LEADS, "kim@acme.example", "A", 20, 5, 8, null),
        new MoveTo("B", "A", 20, 5, RECORD, RECORD.origin()),
        new MoveTo("kim@acme.example", "A", 20, 5, null, CAUSE),
        new Recall("B", 5, RECORD),
        new GiveBack("A", "lead:B", "B", 5, RECORD, CAUSE),
        new Erase("A", 20, true, List.of("A", "B"), 5, true, CAUSE),
        new Erase("B", 20, false, List.of(), 5, false, CAUSE),
        new Remove("A", "lead:B", 20, 5, CAUSE));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_read_as_it_was_written(Message message) {
    assertThat(read(written(message))).isEqualTo(message);
  }

  @Test
  void a_history_travels_with_all_that_tells_it_from_others() {
    Stream.of(
            new Joins("A", "lead:B", history(), 30, 20, 5, RECORD, CAUSE),
            new Joins("A", "lead:B", new History(), Long.MIN_VALUE, 20, 5, null, null),
            new ComesBack("B", history(), 30, 0, CAUSE))
        .forEach(
            message -> {
              byte[] bytes = written(message);
              Message again = read(bytes);
              assertThat(again).hasSameClassAs(message);
              assertThat(again.origin()).isEqualTo(message.origin());
              assertThat(written(again)).isEqualTo(bytes);
            });
  }

  @Test
  void only_the_lead_that_a_record_names_tells_its_fate() {
    assertThat(new Erase("A", 20, false, List.of(), 5, true, CAUSE).origin()).isEqualTo(CAUSE);
    assertThat(new Erase("B", 20, false, List.of(), 5, false, CAUSE).origin()).isNull();
    assertThat(new MoveTo("B", "A", 20, 5, null, CAUSE).origin()).isNull();
  }

  @Test
  void an_unknown_kind_is_refused() {
    assertThatThrownBy(() -> read(new byte[] {99}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("99");
  }

  private static History history() {
    History history = new History();
    history.add(17, 25, "visitor:v1", new WatchedEvent(null, List.of(), "spring", Marks.CLEAN));
    return history;
  }

  private static byte[] written(Message message) {
    ByteWriter out = new ByteWriter();
    MessageCodec.write(message, out);
    return out.toByteArray();
  }

  private static Message read(byte[] bytes) {
    return MessageCodec.read(new ByteReader(bytes));
  }
}
