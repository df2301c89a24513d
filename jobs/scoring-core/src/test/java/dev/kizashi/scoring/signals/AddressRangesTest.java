package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.9.9.9/8, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7, ::ffff:c000:207, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.9, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/65, 2001:db8:0:0:7fff::1, true",
    "2001:db8::/65, 2001:db8:0:0:8000::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "10.0.0.0/8, not-an-address, false",
    "10.0.0.0/8, 10.0.0.1:443, false",
    "fe80::/10, fe80::1%eth0, false"
  })
  void a_range_holds_the_addresses_that_share_its_prefix(
      String range, String address, boolean holds) {
    assertThat(AddressRanges.of(List.of(range)).contains(address)).isEqualTo(holds);
  }

  @Test
  void any_of_several_ranges_will_do() {
    AddressRanges ranges = AddressRanges.of(List.of("10.0.0.0/8", "192.0.2.0/24", "172.0.0.0/8"));

    assertThat(List.of("10.1.1.1", "192.0.2.255", "172.9.9.9", "192.0.3.0"))
        .filteredOn(ranges::contains)
        .containsExactly("10.1.1.1", "192.0.2.255", "172.9.9.9");
    assertThat(AddressRanges.of(List.of()).contains("10.1.1.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "::/129",
        "localhost",
        "fe80::1%eth0",
        "10.0.0.0/8/8"
      })
  void what_is_no_range_is_refused(String text) {
    assertThatThrownBy(() -> AddressRanges.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
