package dev.kizashi.scoring.signals;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One raw behaviour as the flat record that matchers and guards see: its own fields, then what is
 * derived from them, then its properties; the earlier wins, and what is absent gives way to the
 * later.
 *
 * <p>Values are {@link String}, {@link Long} (counts and epoch millis), {@link Double} ({@code
 * dwell_seconds}) or {@link Boolean}; a property is always a text. Immutable once built, except for
 * the URL, which is taken apart on first use: most events are told apart by their type alone.
 */
public final class Event {
  private final InputTopic topic;
  private final Object[] fields;
  private final Map<String, String> properties;
  private UrlParts url;

  private Event(Builder builder) {
    this.topic = builder.topic;
    this.fields = builder.fields;
    this.properties = builder.properties;
  }

  public static Builder on(InputTopic topic) {
    return new Builder(topic);
  }

  public InputTopic topic() {
    return topic;
  }

  /** Never null: an event without one is not built. */
  public String eventId() {
    return (String) fields[EventField.EVENT_ID.ordinal()];
  }

  /** Epoch millis, UTC. */
  public long occurredAt() {
    return (Long) fields[EventField.OCCURRED_AT.ordinal()];
  }

  /** Never null. */
  public String type() {
    return (String) fields[EventField.TYPE.ordinal()];
  }

  /** The field's value, own or derived, or null; properties are not looked at. */
  public Object field(EventField field) {
    Object own = fields[field.ordinal()];
    if (own != null) {
      return own;
    }
    switch (field) {
      case PATH:
        return url().path();
      case HOST:
        return url().host();
      case DWELL_SECONDS:
        Long dwellMillis = (Long) fields[EventField.DWELL_MS.ordinal()];
        return dwellMillis == null ? null : (Double) (dwellMillis / 1000.0);
      default:
        return null;
    }
  }

  /** The field as text, or null. */
  public String text(EventField field) {
    return asText(field(field));
  }

  /** The first query parameter of that name, form-decoded, empty without {@code =}; or null. */
  public String query(String name) {
    return url().query().get(name);
  }

  /** The event's own property of that name, or null. */
  public String property(String key) {
    return properties.get(key);
  }

  /** The whole flat record, for guards: a fresh map from name to value. */
  public Map<String, Object> flat() {
    Map<String, Object> flat = new LinkedHashMap<>();
    for (EventField field : EventField.values()) {
      Object value = field(field);
      if (value != null) {
        flat.put(field.fieldName(), value);
      }
    }
    url().query().forEach((name, value) -> flat.putIfAbsent("query_" + name, value));
    properties.forEach(flat::putIfAbsent);
    return flat;
  }

  /** How a field's value reads as text: numbers in plain decimals, without a trailing zero. */
  static String asText(Object value) {
    if (value instanceof Double number) {
      BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
      return exact.toPlainString();
    }
    return value == null ? null : value.toString();
  }

  private UrlParts url() {
    if (url == null) {
      EventField source =
          topic == InputTopic.EMAIL_ENGAGEMENT ? EventField.LINK_URL : EventField.URL;
      url = UrlParts.of((String) fields[source.ordinal()]);
    }
    return url;
  }

  /** Builds one event; an absent (null) value is left out. */
  public static final class Builder {
    private final InputTopic topic;
    private final Object[] fields = new Object[EventField.values().length];
    private Map<String, String> properties = Map.of();

    private Builder(InputTopic topic) {
      this.topic = Objects.requireNonNull(topic, "topic");
    }

    public Builder with(EventField field, Object value) {
      fields[field.ordinal()] = value;
      return this;
    }

    /** Keeps the map as it is: the caller does not change it afterwards. */
    public Builder properties(Map<String, String> properties) {
      this.properties = properties;
      return this;
    }

    /**
     * @throws InvalidEventException when event_id, occurred_at or type is missing or empty
     */
    public Event build() {
      for (EventField required : REQUIRED) {
        Object value = fields[required.ordinal()];
        if (value == null || "".equals(value)) {
          throw new InvalidEventException(required.fieldName() + " is missing");
        }
      }
      return new Event(this);
    }

    private static final EventField[] REQUIRED = {
      EventField.EVENT_ID, EventField.OCCURRED_AT, EventField.TYPE
    };
  }
}
