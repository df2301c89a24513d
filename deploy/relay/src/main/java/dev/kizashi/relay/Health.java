package dev.kizashi.relay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * {@code GET /health}: 200, or 503 when the brokers do not answer or an alert has waited for too
 * long. Meant to page somebody by, not to restart the relay by: that mends no receiver.
 */
final class Health implements HttpHandler {
  static final String PATH = "/health";

  private final Intake intake;
  private final LeadQueues queues;
  private final Counters counters;
  private final Duration lateAfter;
  private final Clock clock;

  /**
   * @param lateAfter how old an undelivered alert may get
   */
  Health(Intake intake, LeadQueues queues, Counters counters, Duration lateAfter, Clock clock) {
    this.intake = intake;
    this.queues = queues;
    this.counters = counters;
    this.lateAfter = lateAfter;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        Listener.answer(exchange, 404, "There is nothing here.");
        return;
      }
      OptionalLong oldest = intake.oldest();
      long ageMillis = oldest.isEmpty() ? 0 : Math.max(0, clock.millis() - oldest.getAsLong());
      boolean connected = intake.isConnected();
      boolean late = ageMillis > lateAfter.toMillis();
      Listener.answerJson(
          exchange,
          connected && !late ? 200 : 503,
          JsonNodeFactory.instance
              .objectNode()
              .put("status", connected ? late ? "late" : "ok" : "disconnected")
              .put("lag", intake.lag())
              .put("in_flight", queues.out())
              .put("waiting", queues.size() - queues.out())
              .put("oldest_undelivered_ms", ageMillis)
              .put("delivered", counters.delivered.sum())
              .put("retried", counters.retried.sum())
              .put("dead_lettered", counters.deadLettered.sum())
              .put("acknowledged", counters.acknowledged.sum())
              .toString());
    }
  }
}
