package dev.kizashi.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.registry.RegistryException;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.KafkaException;

/**
 * {@code POST /acknowledgements}: 202 once the update lies on {@code crm-updates}, 400 for a body
 * that says nothing usable, 401 without a signature of ours, 503 when it cannot be written now.
 */
final class Acknowledgements implements HttpHandler {
  static final String PATH = "/acknowledgements";

  private static final int MOST_BYTES = 64 * 1024;

  private final Signatures signatures;
  private final Outbox outbox;
  private final LongAdder acknowledged;
  private final Clock clock;

  /**
   * @param acknowledged counts what was written
   */
  Acknowledgements(Signatures signatures, Outbox outbox, LongAdder acknowledged, Clock clock) {
    this.signatures = signatures;
    this.outbox = outbox;
    this.acknowledged = acknowledged;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        Listener.answer(exchange, 404, "There is nothing here.");
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        Listener.answer(exchange, 405, "Acknowledgements are posted.");
      } else {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
          Listener.answer(exchange, 413, "An acknowledgement has at most 64 KiB.");
        } else {
          take(exchange, new String(body, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void take(HttpExchange exchange, String body) throws IOException {
    if (!signatures.verify(body, exchange.getRequestHeaders())) {
      Listener.answer(exchange, 401, "The signature is missing, wrong or older than 5 minutes.");
      return;
    }
    CrmUpdate update;
    try {
      update = Acknowledgement.parse(body, clock.instant());
    } catch (InvalidEventException e) {
      Listener.answer(exchange, 400, "This is no acknowledgement: " + e.getMessage() + ".");
      return;
    }
    try {
      outbox.write(update);
    } catch (KafkaException | RegistryException e) {
      exchange.getResponseHeaders().set("Retry-After", "5");
      Listener.answer(exchange, 503, "It could not be written down: send it again.");
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("the relay ends").initCause(e);
    }
    acknowledged.increment();
    Listener.answer(exchange, 202, "Acknowledged.");
  }
}
