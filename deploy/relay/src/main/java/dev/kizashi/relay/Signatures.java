package dev.kizashi.relay;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Signatures as Standard Webhooks has them, with one secret or, while it is being changed, several:
 * what we send carries a signature by each, what we receive must carry one by any.
 */
public final class Signatures {
  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final List<Webhook> secrets;

  private Signatures(List<Webhook> secrets) {
    this.secrets = secrets;
  }

  /**
   * Signs with all of them, the first one first.
   *
   * @param secrets base64 of 24 to 64 bytes, with or without {@code whsec_} before it
   * @throws IllegalArgumentException naming no secret
   */
  public static Signatures with(List<String> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("there is no secret");
    }
    List<Webhook> webhooks = new ArrayList<>();
    for (String secret : secrets) {
      webhooks.add(webhook(secret, webhooks.size() + 1));
    }
    return new Signatures(List.copyOf(webhooks));
  }

  private static Webhook webhook(String secret, int number) {
    byte[] key;
    try {
      key =
          Base64.getDecoder()
              .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    } catch (IllegalArgumentException e) {
      // The cause quotes it.
      throw new IllegalArgumentException("secret " + number + " is not base64");
    }
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "secret %d has %d bytes, the standard asks for %d to %d"
              .formatted(number, key.length, LEAST_BYTES, MOST_BYTES));
    }
    return new Webhook(key);
  }

  /** The value of {@link #SIGNATURE}: by each secret, separated by spaces. */
  String sign(String id, long epochSeconds, String body) {
    List<String> signatures = new ArrayList<>();
    for (Webhook secret : secrets) {
      try {
        signatures.add(secret.sign(id, epochSeconds, body));
      } catch (WebhookSigningException e) {
        throw new IllegalStateException("this JVM knows no HMAC with SHA-256", e);
      }
    }
    return String.join(" ", signatures);
  }

  /**
   * Whether somebody who knows one of the secrets signed this, within five minutes of now.
   *
   * @param headers by name, in whatever case
   */
  boolean verify(String body, Map<String, List<String>> headers) {
    for (Webhook secret : secrets) {
      try {
        secret.verify(body, headers);
        return true;
      } catch (WebhookVerificationException e) {
        // Perhaps by the next.
      }
    }
    return false;
  }
}
