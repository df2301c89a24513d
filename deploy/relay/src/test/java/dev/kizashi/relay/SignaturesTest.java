package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.svix.Webhook;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With another library at the other end. */
class SignaturesTest {
  private static final String OLD = secret(1);
  private static final String NEW = secret(2);
  private static final String BODY = "{\"title\":\"部長 é\"}";

  private final long now = Instant.now().getEpochSecond();

  @Test
  void anotherLibraryVerifiesWhatIsSigned() {
    Map<String, List<String>> headers = headers(Signatures.with(List.of(OLD)), now);
    assertThatCode(() -> new Webhook(OLD).verify(BODY, headers)).doesNotThrowAnyException();
  }

  @Test
  void duringARotationReceiversWithTheOldAndWithTheNewSecretVerify() {
    Map<String, List<String>> headers = headers(Signatures.with(List.of(NEW, OLD)), now);
    assertThat(headers.get("webhook-signature").get(0).split(" ")).hasSize(2);
    assertThatCode(() -> new Webhook(OLD).verify(BODY, headers)).doesNotThrowAnyException();
    assertThatCode(() -> new Webhook(NEW).verify(BODY, headers)).doesNotThrowAnyException();
  }

  @Test
  void whatAnotherLibrarySignedVerifiesByAnyOfTheSecrets() throws Exception {
    Map<String, List<String>> headers =
        Map.of(
            "Webhook-Id", List.of("m1"),
            "Webhook-Timestamp", List.of(Long.toString(now)),
            "Webhook-Signature", List.of(new Webhook(OLD).sign("m1", now, BODY)));
    assertThat(Signatures.with(List.of(NEW, OLD)).verify(BODY, headers)).isTrue();
    assertThat(Signatures.with(List.of(NEW)).verify(BODY, headers)).isFalse();
    assertThat(Signatures.with(List.of(OLD)).verify(BODY + " ", headers)).isFalse();
  }

  @Test
  void whatIsOlderOrNewerThanFiveMinutesDoesNotVerify() {
    Signatures signatures = Signatures.with(List.of(OLD));
    assertThat(signatures.verify(BODY, headers(signatures, now - 290))).isTrue();
    assertThat(signatures.verify(BODY, headers(signatures, now - 310))).isFalse();
    assertThat(signatures.verify(BODY, headers(signatures, now + 310))).isFalse();
  }

  @Test
  void headersThatAreMissingOrNonsenseDoNotVerify() {
    Signatures signatures = Signatures.with(List.of(OLD));
    assertThat(signatures.verify(BODY, Map.of())).isFalse();
    for (String nonsense : List.of("", ",", " ", "v1", "v1,", "v2,abc", "v1,x v1,y")) {
      assertThat(
              signatures.verify(
                  BODY,
                  Map.of(
                      "webhook-id", List.of("m1"),
                      "webhook-timestamp", List.of(Long.toString(now)),
                      "webhook-signature", List.of(nonsense))))
          .isFalse();
    }
  }

  @Test
  void aSecretThatCannotBeUsedIsRefusedWithoutBeingQuoted() {
    for (String secret : List.of("whsec_!" + "a".repeat(40), "whsec_c2hvcnQ=", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Signatures.with(List.of(OLD, secret)))
          .withMessageStartingWith("secret 2 ")
          .withNoCause()
          .matches(e -> secret.isEmpty() || !e.getMessage().contains(secret.substring(6)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Signatures.with(List.of()));
  }

  private static Map<String, List<String>> headers(Signatures signatures, long seconds) {
    return Map.of(
        "webhook-id", List.of("m1"),
        "webhook-timestamp", List.of(Long.toString(seconds)),
        "webhook-signature", List.of(signatures.sign("m1", seconds, BODY)));
  }

  private static String secret(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }
}
