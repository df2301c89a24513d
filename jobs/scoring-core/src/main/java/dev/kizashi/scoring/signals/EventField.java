package dev.kizashi.scoring.signals;

import java.util.HashMap;
import java.util.Map;

/**
 * The fields that an event can have of itself, and those derived from them, as matchers and guards
 * name them. {@code query_<name>} is derived too, but open: see {@link Event#query}.
 */
public enum EventField {
  EVENT_ID,
  OCCURRED_AT,
  TYPE,
  VISITOR_ID,
  LEAD_ID,
  EMAIL,
  URL,
  REFERRER,
  DWELL_MS,
  USER_AGENT,
  IP,
  MESSAGE_ID,
  CAMPAIGN_ID,
  LINK_URL,
  MACHINE_OPEN,
  TITLE,
  CAMPAIGN,
  // From here on derived.
  CAMPAIGN_SOURCE,
  CAMPAIGN_MEDIUM,
  CAMPAIGN_NAME,
  CAMPAIGN_TERM,
  CAMPAIGN_CONTENT,
  PATH,
  HOST,
  DWELL_SECONDS;

  private static final Map<String, EventField> BY_NAME = new HashMap<>();

  static {
    for (EventField field : values()) {
      BY_NAME.put(field.fieldName(), field);
    }
  }

  private final String fieldName = name().toLowerCase(java.util.Locale.ROOT);

  /** The contract's snake_case name. */
  public String fieldName() {
    return fieldName;
  }

  /** The field of that name, or null: then the name is a property's. */
  public static EventField named(String name) {
    return BY_NAME.get(name);
  }
}
