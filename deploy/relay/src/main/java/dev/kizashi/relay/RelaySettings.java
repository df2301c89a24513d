package dev.kizashi.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a relay runs.
 *
 * @param listenAt where acknowledgements are taken and health is told; empty: nowhere
 * @param metricsAt where Prometheus reads metrics; empty: nowhere
 * @param lateAfter how old an undelivered alert may get before health says so
 * @param stopWithin how long what is in flight may take once the relay is to end
 */
public record RelaySettings(
    Source source,
    Target target,
    RetryPolicy retries,
    Optional<InetSocketAddress> listenAt,
    Optional<InetSocketAddress> metricsAt,
    Duration lateAfter,
    Duration stopWithin) {

  /**
   * Where alerts come from.
   *
   * @param kafka what every client is given
   * @param topicPrefix goes before every topic's name
   * @param from where a group begins that has committed nothing yet; empty: with the oldest alert
   * @param alertSource of alerts that do not say where they come from
   */
  public record Source(
      Map<String, Object> kafka,
      String topicPrefix,
      String group,
      Optional<Instant> from,
      String alertSource) {}

  /**
   * Where they go.
   *
   * @param endpoint https; http to this machine, or where that was asked for
   * @param trust whom to believe to be the endpoint; empty: whom the JDK believes
   * @param patience from connecting to the last byte of the answer
   * @param leadsAtOnce how many alerts may be in flight, each of another lead
   */
  public record Target(
      URI endpoint,
      Signatures signatures,
      Optional<SSLContext> trust,
      Duration patience,
      int leadsAtOnce) {

    public Target {
      if (patience.isNegative() || patience.isZero()) {
        throw new IllegalArgumentException("a receiver needs some time to answer");
      }
      if (leadsAtOnce < 1) {
        throw new IllegalArgumentException("at least one alert must be in flight");
      }
    }

    /**
     * An address that alerts may be posted to. It may be a secret and is never quoted.
     *
     * @param plainHttp whether http will do beyond this machine
     * @throws IllegalArgumentException it may not
     */
    public static URI endpoint(String text, boolean plainHttp) {
      URI uri;
      try {
        uri = URI.create(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the endpoint is no URL");
      }
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
        throw new IllegalArgumentException("the endpoint is no https URL with a host");
      }
      if (uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "the endpoint holds a user or password, which would not be sent");
      }
      if (http && !plainHttp && !isThisMachine(uri.getHost())) {
        throw new IllegalArgumentException("the endpoint is not https");
      }
      return uri;
    }

    private static boolean isThisMachine(String host) {
      try {
        return host.equalsIgnoreCase("localhost")
            || (host.matches("[\\d.]+|\\[[\\p{XDigit}:.]+]")
                && InetAddress.getByName(host).isLoopbackAddress());
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }
}
