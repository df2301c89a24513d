package dev.kizashi.scoring.profile;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who the lead is: what the CRM says, each attribute by itself the value with the latest {@code
 * occurred_at}, then the latest arrival. An empty value clears one, and is kept as such so that an
 * older one does not come back.
 */
public final class Profile {
  private static final String EMAIL = "email";
  private static final String ACCOUNT = "account_id";
  private static final String OWNER = "owner";

  /** A name, an instant and what holds them. */
  private static final long VALUE_BYTES = 200;

  private static final long UNKNOWN = -1;

  private final Map<String, Value> attributes = new TreeMap<>();
  private final Map<String, Value> fields = new TreeMap<>();
  private boolean known;

  /** What all of it came to when somebody asked last; gone with the next change. */
  private transient FitScore.Rating rating;

  private transient long heapBytes = UNKNOWN;

  /** A text and when it was said (epoch millis); empty means none. */
  public record Value(String text, long occurredAt) {
    Value orLater(Value other) {
      return other.occurredAt() >= occurredAt ? other : this;
    }
  }

  /** Takes what a CRM record says of the lead itself; attributes only from a profile. */
  public void apply(CrmUpdate update, long occurredAt) {
    keep(fields, EMAIL, update.email(), occurredAt);
    keep(fields, ACCOUNT, update.accountId(), occurredAt);
    keep(fields, OWNER, update.owner(), occurredAt);
    if (update.kind() == CrmUpdate.Kind.PROFILE_UPSERTED) {
      setKnown(true);
      update.attributes().forEach((name, text) -> keep(attributes, name, text, occurredAt));
    }
  }

  /** Takes what a form says of the person. */
  public void apply(Map<String, String> answers, long occurredAt) {
    if (!answers.isEmpty()) {
      setKnown(true);
      answers.forEach((name, text) -> keep(attributes, name, text, occurredAt));
    }
  }

  /** Takes answers that were given on different occasions. */
  public void apply(Map<String, Value> answers) {
    setKnown(known || !answers.isEmpty());
    answers.forEach((name, value) -> keep(attributes, name, value.text(), value.occurredAt()));
  }

  private void keep(Map<String, Value> values, String name, String text, long occurredAt) {
    if (text != null) {
      changed();
      values.merge(name, new Value(text, occurredAt), Value::orLater);
    }
  }

  /** About how many bytes of heap all of it takes. */
  public long heapBytes() {
    if (heapBytes == UNKNOWN) {
      heapBytes = heapBytes(attributes) + heapBytes(fields);
    }
    return heapBytes;
  }

  private static long heapBytes(Map<String, Value> values) {
    long bytes = 0;
    for (Value value : values.values()) {
      bytes += VALUE_BYTES + (long) value.text().length() * Character.BYTES;
    }
    return bytes;
  }

  /** Whether a profile was ever given, be it empty. */
  public boolean isKnown() {
    return known;
  }

  public void setKnown(boolean known) {
    this.known = known;
    changed();
  }

  private void changed() {
    rating = null;
    heapBytes = UNKNOWN;
  }

  FitScore.Rating rating() {
    return rating;
  }

  void rated(FitScore.Rating rating) {
    this.rating = rating;
  }

  /** The attribute's value, or null. */
  public String attribute(String name) {
    return text(attributes, name);
  }

  /**
   * What was said too long ago to be trusted at {@code t}: attributes by name, and when.
   *
   * @param perishable how many millis each attribute is trusted for
   */
  public SortedMap<String, Long> stale(Map<String, Long> perishable, long t) {
    SortedMap<String, Long> stale = new TreeMap<>();
    perishable.forEach(
        (name, millis) -> {
          Value value = attributes.get(name);
          if (attribute(name) != null && t - value.occurredAt() >= millis) {
            stale.put(name, value.occurredAt());
          }
        });
    return stale;
  }

  /** The CRM's address of the lead, or null. */
  public String email() {
    return text(fields, EMAIL);
  }

  public String accountId() {
    return text(fields, ACCOUNT);
  }

  public String owner() {
    return text(fields, OWNER);
  }

  private static String text(Map<String, Value> values, String name) {
    Value value = values.get(name);
    return value == null || value.text().isEmpty() ? null : value.text();
  }

  /** Everything said as an attribute, cleared ones included: for the state's bytes. */
  public Map<String, Value> attributes() {
    return attributes;
  }

  /** Address, account and owner as said: for the state's bytes. */
  public Map<String, Value> fields() {
    return fields;
  }
}
