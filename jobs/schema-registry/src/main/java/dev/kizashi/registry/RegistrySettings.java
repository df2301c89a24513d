package dev.kizashi.registry;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where a registry is and how to be let in.
 *
 * @param urls base addresses of one registry, tried in turn; http or https, without credentials
 * @param client settings of Confluent's own client by their own names, passed through: {@code
 *     basic.auth.credentials.source} and {@code basic.auth.user.info}, {@code
 *     bearer.auth.credentials.source} and {@code bearer.auth.*}, {@code schema.registry.ssl.*} (the
 *     certificate's host is checked unless {@code ssl.endpoint.identification.algorithm} is
 *     "none"), {@code http.connect.timeout.ms} and {@code http.read.timeout.ms} (60 000 each unless
 *     given)
 */
public record RegistrySettings(List<String> urls, Map<String, String> client)
    implements Serializable {

  public RegistrySettings {
    urls = List.copyOf(urls);
    client = Map.copyOf(client);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a registry needs at least one url");
    }
    urls.forEach(RegistrySettings::checkUrl);
  }

  /** A registry that lets everyone in. */
  public static RegistrySettings at(String... urls) {
    return new RegistrySettings(List.of(urls), Map.of());
  }

  /** The addresses and the names of the settings; no value, any of them may be a secret. */
  @Override
  public String toString() {
    return "RegistrySettings[urls=%s, client=%s]".formatted(urls, new TreeSet<>(client.keySet()));
  }

  private static void checkUrl(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      // Neither the text nor the cause: both may hold a password.
      throw new IllegalArgumentException("a registry's url is malformed");
    }
    if (uri.getRawUserInfo() != null || (uri.getRawAuthority() + "").contains("@")) {
      // The client logs its urls.
      throw new IllegalArgumentException(
          "a registry's url must not hold credentials, use basic.auth.user.info");
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "a registry's url must be http or https with a host: " + url);
    }
  }
}
