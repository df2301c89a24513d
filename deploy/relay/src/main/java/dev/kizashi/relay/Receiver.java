package dev.kizashi.relay;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The CRM's endpoint, to which alerts are posted, signed anew with every try.
 *
 * <p>Each on a connection of its own, which the request asks to be closed. On one that is kept,
 * whatever a receiver says too much would be read as the answer to the next alert, and an alert
 * that it never took would count as delivered. (RelayIT's receiver answers twice now and then.)
 */
final class Receiver {
  static {
    // The JDK reads both once, when its client is first used: to let a request say so, and not to
    // keep the connection of a receiver that does not listen.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    System.setProperty("jdk.httpclient.keepalive.timeout", "0");
  }

  private final URI endpoint;
  private final Signatures signatures;
  private final Duration patience;
  private final Clock clock;
  private final HttpClient client;

  /**
   * @param trust whom to believe to be the endpoint; empty: whom the JDK believes
   * @param patience from connecting to the last byte of the answer
   */
  Receiver(
      URI endpoint,
      Signatures signatures,
      Optional<SSLContext> trust,
      Duration patience,
      Clock clock) {
    this.endpoint = endpoint;
    this.signatures = signatures;
    this.patience = patience;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // Of HTTP/2 a connection of its own would be a waste.
            .version(HttpClient.Version.HTTP_1_1)
            // To wherever the answer points, a signed alert does not go.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  Answer post(AlertMessage message) throws InterruptedException {
    // Not the request's own timeout: that ends with the headers, and the body may never.
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(request(message), answer -> new DroppedBody());
    try {
      return answer(exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return noAnswer();
    } catch (ExecutionException e) {
      return failure(e.getCause());
    } finally {
      // Does nothing to one that has ended.
      exchange.cancel(true);
    }
  }

  private HttpRequest request(AlertMessage message) {
    long now = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", AlertMessage.CONTENT_TYPE)
        .header("User-Agent", "kizashi-relay")
        .header("Connection", "close")
        .header(Signatures.ID, message.id())
        .header(Signatures.TIMESTAMP, Long.toString(now))
        .header(Signatures.SIGNATURE, signatures.sign(message.id(), now, message.body()))
        .POST(BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8))
        .build();
  }

  private Answer answer(HttpResponse<Void> response) {
    Instant now = clock.instant();
    return Answer.of(
        response.statusCode(),
        response.headers().firstValue("Retry-After").flatMap(text -> RetryAfter.parse(text, now)));
  }

  private Answer noAnswer() {
    return Answer.later("no answer within " + patience.toMillis() + " ms");
  }

  /** In words of our own: an exception's may quote the address, which may be a secret. */
  private Answer failure(Throwable e) {
    if (e instanceof ConnectException) {
      return Answer.later("no connection");
    }
    if (e instanceof HttpTimeoutException) {
      return noAnswer();
    }
    if (e instanceof SSLException) {
      return Answer.later("no trusted connection");
    }
    return Answer.later("the connection broke off");
  }
}
