package dev.kizashi.leadscoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Who;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose an address is, and that nothing of it stays behind. */
class AddressBookTest {
  private static final String ADDRESS = "kim@acme.example";

  private KeyedOneInputStreamOperatorTestHarness<String, Message, Message> addresses;

  @BeforeEach
  void open() throws Exception {
    addresses = harness();
    addresses.open();
  }

  @AfterEach
  void close() throws Exception {
    addresses.close();
  }

  @Test
  void an_event_goes_to_whoever_claimed_its_address_last() throws Exception {
    take(mail(1));
    take(new Message.Claim(ADDRESS, "L1", 5, null));
    take(mail(2));
    take(new Message.Claim(ADDRESS, "L2", 6, null));
    take(mail(3));

    assertThat(addresses.extractOutputValues())
        .filteredOn(LeadEvent.class::isInstance)
        .extracting(Message::key)
        .containsExactly(ADDRESS, "L1", "L2");
  }

  @Test
  void whoever_goes_by_a_claimed_address_is_told_by_whom() throws Exception {
    take(mail(1));
    take(new Message.Claim(ADDRESS, "L1", 5, null));

    assertThat(addresses.extractOutputValues())
        .contains(new Message.Claimed(ADDRESS, "L1", 5, 2, true, null));
  }

  @Test
  void an_erased_persons_address_is_forgotten() throws Exception {
    take(new Message.Claim(ADDRESS, "L1", 5, null));
    assertThat(addresses.numKeyedStateEntries()).isEqualTo(1);

    take(new Message.Unclaim(ADDRESS, "L1", 9, 1, null));

    assertThat(addresses.numKeyedStateEntries()).isZero();
    assertThat(addresses.getSideOutput(Outputs.MERGES)).hasSize(1);
  }

  @Test
  void it_is_forgotten_again_after_an_event_that_was_refused() throws Exception {
    take(mail(1));
    assertThat(addresses.numKeyedStateEntries()).isEqualTo(1);

    take(new Message.Unclaim(ADDRESS, ADDRESS, 1, 0, null));

    assertThat(addresses.numKeyedStateEntries()).isZero();
  }

  @Test
  void another_leads_address_stays_when_a_former_owner_is_erased() throws Exception {
    take(new Message.Claim(ADDRESS, "L1", 5, null));
    take(new Message.Claim(ADDRESS, "L2", 6, null));

    take(new Message.Unclaim(ADDRESS, "L1", 9, 1, null));
    take(mail(1));

    assertThat(addresses.extractOutputValues())
        .filteredOn(LeadEvent.class::isInstance)
        .extracting(Message::key)
        .containsExactly("L2");
  }

  @Test
  void numbers_go_on_above_those_of_whoever_was_forgotten_also_after_a_restore() throws Exception {
    take(mail(1));
    take(mail(2));
    take(new Message.Unclaim(ADDRESS, ADDRESS, 9, 1, null));
    take(mail(3));
    assertThat(numbers()).containsExactly(1L, 2L, 5L);

    take(new Message.Unclaim(ADDRESS, ADDRESS, 9, 1, null));
    OperatorSubtaskState state = addresses.snapshot(1, 1);
    addresses.close();
    addresses = harness();
    addresses.initializeState(state);
    addresses.open();
    take(mail(4));

    assertThat(numbers()).containsExactly(8L);
  }

  private List<Long> numbers() {
    return addresses.extractOutputValues().stream()
        .map(it -> ((LeadEvent) it).who().passed().get(0).number())
        .toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Message, Message> harness()
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Message, Message> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AddressBook(true)), Message::key, Types.STRING);
    harness.setup(new MessageSerializer());
    return harness;
  }

  private void take(Message message) throws Exception {
    addresses.processElement(new StreamRecord<>(message));
  }

  private static LeadEvent mail(long offset) {
    return Scenario.pricingView("nobody", offset, offset)
        .of(new Who(Station.ADDRESSES, null, ADDRESS, null, "", 0, true, List.of()));
  }
}
