package dev.kizashi.scoring.resolution;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who was erased lately, so that nothing that comes late brings them back. The ids are known by a
 * keyed hash only (HMAC-SHA256): whoever has the state and not the key cannot tell who it was. Not
 * thread-safe.
 */
public final class Erasures {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final Map<String, Erasure> byHash = new HashMap<>();
  private final long rememberedMillis;
  private final Consumer<String> remembered;

  /**
   * @param occurredAt epoch millis
   * @param order the register's number of it
   * @param ordinals how many alerts of each definition there were, by the definition's hash
   */
  public record Erasure(long occurredAt, long order, Map<Integer, Long> ordinals) {
    public Erasure {
      ordinals = Map.copyOf(ordinals);
    }
  }

  /**
   * @param key of the hash, at least one byte
   * @param rememberedMillis how long an erased id is remembered, in event time
   */
  public Erasures(byte[] key, long rememberedMillis) {
    this(key, rememberedMillis, hash -> {});
  }

  /**
   * As the other.
   *
   * @param remembered is told the hash of every id that is put
   */
  public Erasures(byte[] key, long rememberedMillis, Consumer<String> remembered) {
    this.rememberedMillis = rememberedMillis;
    this.remembered = remembered;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The erasure of an id, or null. */
  public Erasure of(String id) {
    return byHash.isEmpty() ? null : byHash.get(hash(id));
  }

  /** Whether an id was erased at or after that time. */
  public boolean refuses(String id, long occurredAt) {
    Erasure erasure = of(id);
    return erasure != null && occurredAt <= erasure.occurredAt();
  }

  /** Remembers an id. */
  public void put(String id, Erasure erasure) {
    String hash = hash(id);
    byHash.put(hash, erasure);
    remembered.accept(hash);
  }

  /** Forgets what is due by then. */
  public void forget(long watermark) {
    byHash.values().removeIf(it -> it.occurredAt() + rememberedMillis <= watermark);
  }

  /** Everything remembered, by hash; a view. */
  public Map<String, Erasure> all() {
    return Collections.unmodifiableMap(byHash);
  }

  /** As read from bytes. */
  public void restore(String hash, Erasure erasure) {
    byHash.put(hash, erasure);
  }

  private String hash(String id) {
    byte[] digest = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
