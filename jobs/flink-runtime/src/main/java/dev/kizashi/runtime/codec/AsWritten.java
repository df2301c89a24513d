package dev.kizashi.runtime.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON taken literally: an object is a {@link Map}, an array a {@link List}, a text a {@link
 * String}, a boolean a {@link Boolean}, null stays null, and a number is a {@link Digits}, because
 * {@code 1.50} has to stay {@code 1.50}.
 */
final class AsWritten {
  private AsWritten() {}

  /** A number as it was written. */
  record Digits(String text) {}

  /**
   * The object that starts at the parser's current token.
   *
   * @throws InvalidEventException when a key stands twice in one object
   */
  static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      boolean again = object.containsKey(key);
      object.put(key, value(parser));
      if (again) {
        throw new InvalidEventException(OneLine.of(key) + " is given twice");
      }
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> new Digits(parser.getText());
    };
  }
}
