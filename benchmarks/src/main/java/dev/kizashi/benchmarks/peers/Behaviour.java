package dev.kizashi.benchmarks.peers;

import java.util.Map;

/**
 * All that the peers want of an event.
 *
 * @param points 0: it says nothing
 * @param occurredAt epoch milliseconds
 */
public record Behaviour(String leadId, double points, long occurredAt) {
  private static final Map<String, Double> POINTS =
      Map.ofEntries(
          Map.entry("page_view", 1.0),
          Map.entry("app_view", 1.0),
          Map.entry("click", 1.0),
          Map.entry("video_progress", 2.0),
          Map.entry("site_search", 2.0),
          Map.entry("file_download", 5.0),
          Map.entry("form_submit", 10.0),
          Map.entry("opened", 1.0),
          Map.entry("clicked", 3.0),
          Map.entry("replied", 8.0),
          Map.entry("event_registered", 5.0),
          Map.entry("event_attended", 15.0),
          Map.entry("booth_visit", 10.0),
          Map.entry("material_request", 8.0),
          Map.entry("call", 5.0),
          Map.entry("meeting", 20.0));

  static Behaviour of(String leadId, String type, long occurredAt) {
    return new Behaviour(leadId, POINTS.getOrDefault(type, 0.0), occurredAt);
  }

  boolean saysSomething() {
    return points != 0;
  }
}
