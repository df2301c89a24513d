package dev.kizashi.runtime.options;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The options as given: arguments ({@code --key value}) before environment ({@code
 * KIZASHI_KEY_WITH_UNDERSCORES}) before the file that {@code --config} names (properties). What
 * begins with {@code kafka.client.}, {@code registry.client.} or {@code flink.} is passed on as it
 * stands; the clients' also from the environment, an underscore for a dot.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final String KAFKA_CLIENT = "kafka.client.";
  public static final String REGISTRY_CLIENT = "registry.client.";
  public static final String FLINK = "flink.";

  private static final String ENVIRONMENT = "KIZASHI_";
  private static final String FILE = "config";
  private static final List<String> PASSED_ON = List.of(KAFKA_CLIENT, REGISTRY_CLIENT, FLINK);
  private static final Pattern SECRET =
      Pattern.compile(
          "password|secret|token|jaas|user\\.info|credential|\\.key", Pattern.CASE_INSENSITIVE);

  /** In a login as JAAS has it. */
  private static final Pattern QUOTED_PASSWORD =
      Pattern.compile("password\\s*=\\s*\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

  private final TreeMap<String, String> given;

  private Settings(TreeMap<String, String> given) {
    this.given = given;
  }

  /**
   * @throws IllegalArgumentException for an unknown option, a malformed value or an unreadable
   *     file, naming it and what was probably meant
   */
  public static Settings of(String[] arguments, Map<String, String> environment) {
    Map<String, String> fromArguments = parse(arguments);
    TreeMap<String, String> given = new TreeMap<>();
    String file = fromArguments.remove(FILE);
    if (file == null) {
      file = environment.get(ENVIRONMENT + FILE.toUpperCase(Locale.ROOT));
    }
    if (file != null) {
      given.putAll(read(Path.of(file)));
    }
    for (ConfigOption<?> option : all()) {
      String value = environment.get(variable(option));
      if (value != null) {
        given.put(option.key(), value);
      }
    }
    given.putAll(passedOnBy(environment));
    given.putAll(fromArguments);
    Settings settings = new Settings(given);
    settings.check();
    return settings;
  }

  /** Settings of clients: their names have dots only, which the environment cannot. */
  private static Map<String, String> passedOnBy(Map<String, String> environment) {
    Map<String, String> passed = new HashMap<>();
    for (String client : List.of(KAFKA_CLIENT, REGISTRY_CLIENT)) {
      String start = ENVIRONMENT + client.toUpperCase(Locale.ROOT).replace('.', '_');
      environment.forEach(
          (name, value) -> {
            if (name.startsWith(start)) {
              passed.put(
                  client
                      + name.substring(start.length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                  value);
            }
          });
    }
    return passed;
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      if (!arguments[i].startsWith("--")) {
        throw new IllegalArgumentException("expected --option, found \"" + arguments[i] + "\"");
      }
      String name = arguments[i].substring(2);
      int equals = name.indexOf('=');
      if (equals >= 0) {
        values.put(name.substring(0, equals), name.substring(equals + 1));
      } else if (i + 1 < arguments.length) {
        values.put(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException("--" + name + " needs a value");
      }
    }
    return values;
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file + " to read options from", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the options in " + file + ": " + e, e);
    }
    Map<String, String> values = new HashMap<>();
    properties.forEach((name, value) -> values.put((String) name, (String) value));
    return values;
  }

  private void check() {
    for (String name : given.keySet()) {
      if (PASSED_ON.stream().noneMatch(name::startsWith)) {
        ConfigOption<?> option =
            all().stream()
                .filter(known -> known.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
        try {
          get(option);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "--" + name + ": " + (isSecret(name) ? "the value is malformed" : e.getMessage()));
        }
      }
    }
  }

  private static String unknown(String name) {
    String nearest =
        all().stream()
            .map(ConfigOption::key)
            .min(Comparator.comparingInt(key -> distance(key, name)))
            .orElseThrow();
    String hint = distance(nearest, name) <= 3 ? "; did you mean --" + nearest + "?" : "";
    return "unknown option --" + name + hint;
  }

  /** Levenshtein's distance. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  public <T> T get(ConfigOption<T> option) {
    return Configuration.fromMap(given).get(option);
  }

  /**
   * @throws IllegalArgumentException when the option has no value, naming every way to give it
   */
  public <T> T require(ConfigOption<T> option) {
    T value = get(option);
    if (value == null) {
      throw new IllegalArgumentException(
          "--"
              + option.key()
              + " is missing (or "
              + variable(option)
              + "): "
              + Reference.description(option));
    }
    return value;
  }

  /** What was given under a prefix, without it. */
  public Map<String, String> passedOn(String prefix) {
    Map<String, String> passed = new HashMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            passed.put(name.substring(prefix.length()), value);
          }
        });
    return passed;
  }

  /** Every option and its value, a line each, secrets starred: for the log at the start. */
  public String redacted() {
    TreeMap<String, String> shown = new TreeMap<>(given);
    for (ConfigOption<?> option : all()) {
      shown.putIfAbsent(option.key(), String.valueOf(get(option)));
    }
    StringBuilder lines = new StringBuilder();
    shown.forEach(
        (name, value) ->
            lines.append(name).append(" = ").append(isSecret(name) ? "***" : value).append('\n'));
    return lines.toString();
  }

  /** A text without the secrets that were given, whole or the password in them. */
  public String withoutSecrets(String text) {
    String safe = text;
    for (Map.Entry<String, String> option : given.entrySet()) {
      if (isSecret(option.getKey())) {
        for (String secret : secretsIn(option.getValue())) {
          safe = safe.replace(secret, "***");
        }
      }
    }
    return safe;
  }

  /** The longest first. */
  private static List<String> secretsIn(String value) {
    List<String> secrets = new ArrayList<>();
    if (!value.isBlank()) {
      secrets.add(value);
    }
    Matcher quoted = QUOTED_PASSWORD.matcher(value);
    while (quoted.find()) {
      secrets.add(quoted.group(1));
    }
    int colon = value.indexOf(':');
    if (colon >= 0 && colon < value.length() - 1) {
      secrets.add(value.substring(colon + 1));
    }
    return secrets;
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  static String variable(ConfigOption<?> option) {
    return ENVIRONMENT + option.key().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** Every option of {@link JobOptions}, in the order of the source. */
  static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> options = new ArrayList<>();
    for (Field field : JobOptions.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
        try {
          options.add((ConfigOption<?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("options are public", e);
        }
      }
    }
    return options;
  }
}
