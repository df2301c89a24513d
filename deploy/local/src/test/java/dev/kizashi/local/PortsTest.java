package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void are_distinct_and_below_those_of_outgoing_connections() {
    Ports ports = Ports.free();
    assertThat(
            List.of(
                ports.broker(),
                ports.controller(),
                ports.registry(),
                ports.jobManagerRpc(),
                ports.flinkRest()))
        .doesNotHaveDuplicates()
        .allSatisfy(port -> assertThat(port).isBetween(20_000, 32_000));
  }

  @Test
  void a_taken_port_is_tried_three_times_with_others() {
    List<Ports> tried = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    StackListener listener =
        new StackListener() {
          @Override
          public void startingAgain(String reason) {
            reasons.add(reason);
          }
        };
    assertThatThrownBy(
            () ->
                Ports.onFreePorts(
                    listener,
                    ports -> {
                      tried.add(ports);
                      throw new StackFailure.PortTaken("taken");
                    }))
        .hasMessage("taken");
    assertThat(tried).hasSize(3).doesNotHaveDuplicates();
    assertThat(reasons).containsExactly("taken", "taken");
  }

  @Test
  void any_other_failure_is_final() {
    List<Ports> tried = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Ports.onFreePorts(
                    StackListener.SILENT,
                    ports -> {
                      tried.add(ports);
                      throw new StackFailure("full");
                    }))
        .hasMessage("full");
    assertThat(tried).hasSize(1);
  }
}
