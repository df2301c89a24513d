package dev.kizashi.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * The CRM's endpoint, to which alerts are posted, signed anew with every try. For several threads.
 *
 * <p>Each on a connection of its own, that is never used again, whatever the two ends say about it.
 * On one that is kept, what a receiver says too much would be read as the answer to the next alert,
 * and an alert that it never took would count as delivered. (RelayIT's receiver answers twice now
 * and then.)
 */
final class Receiver implements AutoCloseable {
  /** Of an answer's body; what follows is left, since its status has been said. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final ContentType CLOUD_EVENT =
      ContentType.create("application/cloudevents+json", StandardCharsets.UTF_8);

  private final URI endpoint;
  private final HttpHost host;
  private final Signatures signatures;
  private final Duration patience;
  private final Clock clock;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param trust whom to believe to be the endpoint; empty: whom the JDK believes
   * @param patience from connecting to the last byte of the answer
   * @param atOnce how many requests there may be
   */
  Receiver(
      URI endpoint,
      Signatures signatures,
      Optional<SSLContext> trust,
      Duration patience,
      int atOnce,
      Clock clock) {
    this.endpoint = endpoint;
    this.host = new HttpHost(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort());
    this.signatures = signatures;
    this.patience = patience;
    this.clock = clock;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(trust, Timeout.of(patience), atOnce))
            .setConnectionReuseStrategy((request, answer, context) -> false)
            .setDefaultRequestConfig(
                RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
            .setUserAgent("kizashi-relay")
            // A proxy, where the JVM is told of one.
            .useSystemProperties()
            // To wherever the answer points, a signed alert does not go.
            .disableRedirectHandling()
            // When to try again is the retry policy's business.
            .disableAutomaticRetries()
            .disableAuthCaching()
            .disableContentCompression()
            .disableCookieManagement()
            .build();
  }

  private static HttpClientConnectionManager connections(
      Optional<SSLContext> trust, Timeout timeout, int atOnce) {
    PoolingHttpClientConnectionManagerBuilder connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .useSystemProperties()
            .setMaxConnTotal(atOnce)
            .setMaxConnPerRoute(atOnce)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout)
                    .setSocketTimeout(timeout)
                    .build());
    trust.ifPresent(
        context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
    return connections.build();
  }

  Answer post(AlertMessage message) {
    HttpPost request = request(message);
    // The client's own timeouts begin again with every byte.
    Future<?> deadline =
        deadlines.schedule(request::cancel, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = client.executeOpen(host, request, null);
      drop(response.getEntity());
      return answer(response);
    } catch (IOException e) {
      return request.isCancelled() ? noAnswer() : failure(e);
    } finally {
      deadline.cancel(false);
      // Ends what has not ended. To close the answer would be to read on to an end of it that there
      // may not be.
      request.cancel();
    }
  }

  private HttpPost request(AlertMessage message) {
    long now = clock.instant().getEpochSecond();
    HttpPost request = new HttpPost(endpoint);
    request.setHeader("Connection", "close");
    request.setHeader(Signatures.ID, message.id());
    request.setHeader(Signatures.TIMESTAMP, Long.toString(now));
    request.setHeader(Signatures.SIGNATURE, signatures.sign(message.id(), now, message.body()));
    request.setEntity(new StringEntity(message.body(), CLOUD_EVENT));
    return request;
  }

  /** To its end: a receiver that breaks off in its answer may have broken off in its work. */
  private static void drop(HttpEntity body) throws IOException {
    if (body != null) {
      InputStream in = body.getContent();
      byte[] buffer = new byte[8 * 1024];
      int bytes = 0;
      for (int read = 0; read >= 0 && bytes <= MOST_BYTES; read = in.read(buffer)) {
        bytes += read;
      }
    }
  }

  private Answer answer(ClassicHttpResponse response) {
    Header asked = response.getFirstHeader("Retry-After");
    Instant now = clock.instant();
    return Answer.of(
        response.getCode(),
        asked == null ? Optional.empty() : RetryAfter.parse(asked.getValue(), now));
  }

  private Answer noAnswer() {
    return Answer.later("no answer within " + patience.toMillis() + " ms");
  }

  /** In words of our own: an exception's may quote the address, which may be a secret. */
  private Answer failure(IOException e) {
    if (e instanceof ConnectException || e instanceof UnknownHostException) {
      return Answer.later("no connection");
    }
    if (e instanceof SocketTimeoutException) {
      return noAnswer();
    }
    if (e instanceof SSLException) {
      return Answer.later("no trusted connection");
    }
    return Answer.later("the connection broke off");
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    deadlines.shutdownNow();
  }
}
