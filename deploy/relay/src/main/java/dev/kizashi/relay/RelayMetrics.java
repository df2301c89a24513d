package dev.kizashi.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * {@code GET /metrics}: what Prometheus reads, in its text format. So few figures need no library:
 * none has a label, so nothing has to be escaped.
 */
final class RelayMetrics implements HttpHandler {
  static final String PATH = "/metrics";

  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PREFIX = "kizashi_relay_";
  private static final String COUNTER = "counter";
  private static final String GAUGE = "gauge";

  private final List<Figure> figures;

  private record Figure(String name, String type, String help, LongSupplier value, int scale) {
    Figure(String name, String type, String help, LongSupplier value) {
      this(name, type, help, value, 0);
    }

    String text() {
      String metric = PREFIX + name;
      return "# HELP %s %s\n# TYPE %s %s\n%s %s\n"
          .formatted(
              metric,
              help,
              metric,
              type,
              metric,
              BigDecimal.valueOf(value.getAsLong(), scale).toPlainString());
    }
  }

  private RelayMetrics(List<Figure> figures) {
    this.figures = figures;
  }

  static RelayMetrics of(Intake intake, LeadQueues queues, Counters counters, Clock clock) {
    return of(
        counters,
        intake::lag,
        () -> age(intake.oldest(), clock),
        () -> intake.isConnected() ? 1 : 0,
        queues::size,
        queues::out);
  }

  static RelayMetrics of(
      Counters counters,
      LongSupplier lag,
      LongSupplier oldestMillis,
      LongSupplier connected,
      LongSupplier undelivered,
      LongSupplier out) {
    return new RelayMetrics(
        List.of(
            new Figure(
                "delivered_total",
                COUNTER,
                "Alerts that the receiver has taken.",
                counters.delivered::sum),
            new Figure(
                "retried_total",
                COUNTER,
                "Tries that failed and were put off.",
                counters.retried::sum),
            new Figure(
                "given_up_total",
                COUNTER,
                "Alerts that became dead letters.",
                counters.deadLettered::sum),
            new Figure(
                "acknowledged_total",
                COUNTER,
                "Acknowledgements that were taken.",
                counters.acknowledged::sum),
            new Figure(
                "oldest_undelivered_age_seconds",
                GAUGE,
                "Age of the oldest alert that is neither delivered nor given up; 0 without one.",
                oldestMillis,
                3),
            new Figure("lag", GAUGE, "Offsets between what is done and the topic's end.", lag),
            new Figure(
                "waiting",
                GAUGE,
                "Alerts in memory that are not out.",
                () -> Math.max(0, undelivered.getAsLong() - out.getAsLong())),
            new Figure("in_flight", GAUGE, "Alerts that the receiver is being told.", out),
            new Figure("connected", GAUGE, "Whether the brokers answer: 1 or 0.", connected)));
  }

  private static long age(OptionalLong oldest, Clock clock) {
    return oldest.isEmpty() ? 0 : Math.max(0, clock.millis() - oldest.getAsLong());
  }

  /** All figures as they are now. */
  String text() {
    StringBuilder text = new StringBuilder();
    figures.forEach(figure -> text.append(figure.text()));
    return text.toString();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        Listener.answer(exchange, 404, "There is nothing here.");
        return;
      }
      Listener.answer(exchange, 200, TEXT_FORMAT, text());
    }
  }
}
