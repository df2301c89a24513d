package dev.kizashi.scoring.signals;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL taken apart by the regular expression of RFC 3986, appendix B, which matches every text.
 *
 * @param host the authority without user info and port, lower case; null without an authority
 * @param path as written, {@code /} when empty after an authority; null when empty otherwise
 * @param query the parameters by name, the first of equal names, form-decoded
 */
record UrlParts(String host, String path, Map<String, String> query) {
  private static final Pattern APPENDIX_B =
      Pattern.compile("^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\\?([^#]*))?(#(.*))?", Pattern.DOTALL);
  private static final UrlParts NONE = new UrlParts(null, null, Map.of());

  static UrlParts of(String url) {
    if (url == null) {
      return NONE;
    }
    Matcher parts = APPENDIX_B.matcher(url);
    if (!parts.find()) {
      return NONE;
    }
    String authority = parts.group(4);
    String path = parts.group(5);
    if (path.isEmpty()) {
      path = authority == null ? null : "/";
    }
    return new UrlParts(hostOf(authority), path, queryOf(parts.group(7)));
  }

  private static String hostOf(String authority) {
    if (authority == null) {
      return null;
    }
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', Math.max(bracket, 0));
    if (colon >= 0) {
      host = host.substring(0, colon);
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> queryOf(String query) {
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.putIfAbsent(formDecoded(name), formDecoded(value));
      }
    }
    return parameters;
  }

  /** Form decoding that leaves a broken escape as it stands, where the JDK's would throw. */
  private static String formDecoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (in[i] == '%' && high >= 0 && low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
