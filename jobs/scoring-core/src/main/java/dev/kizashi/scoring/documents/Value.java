package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.Problems.nearMissOrAll;
import static dev.kizashi.scoring.documents.Problems.quoted;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One value of a document, under the name by which its problems speak of it. Every reading method
 * returns null when the value is not what it should be, after reporting why.
 */
public record Value(String name, Node node, Problems problems) {
  private static final CoreSchema SCHEMA = new CoreSchema();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern DURATION = Pattern.compile("([0-9]+)([A-Za-z]*)");
  private static final Map<String, Long> UNIT_MILLIS =
      Map.of(
          "ms",
          1L,
          "s",
          1_000L,
          "m",
          60_000L,
          "h",
          3_600_000L,
          "d",
          86_400_000L,
          "w",
          604_800_000L);

  /** A century: any sum with an instant stays far from overflow. */
  private static final long MAX_DURATION_MILLIS = 36_525 * 86_400_000L;

  private static final int MAX_TEXT_LENGTH = 1_000;

  /** An entry of a map whose keys the document chooses. */
  public record Entry(Value key, Value value) {}

  /** Reports an error here. */
  public <T> T wrong(String message) {
    problems.error(node, message);
    return null;
  }

  void doubtful(String message) {
    problems.warning(node, message);
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  public boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Any scalar but null, as it was written. */
  public String text() {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      return needs("a text");
    }
    String text = scalar.getValue();
    return text.length() > MAX_TEXT_LENGTH
        ? wrong(name + " is longer than " + MAX_TEXT_LENGTH + " characters")
        : text;
  }

  /** A text with at least one character. */
  public String filledText() {
    String text = text();
    return text != null && text.isEmpty() ? wrong(name + " is empty") : text;
  }

  /** What the document gives a name to, or calls by name. */
  String name64() {
    String text = text();
    return text == null || NAME.matcher(text).matches()
        ? text
        : wrong(
            quoted(text)
                + " is no name: up to 64 letters, digits, '-', '_' and '.', the first a letter or"
                + " digit");
  }

  public String oneOf(String what, Collection<String> allowed) {
    String text = text();
    return text == null || allowed.contains(text)
        ? text
        : wrong(quoted(text) + " is no " + what + nearMissOrAll(text, allowed));
  }

  Integer integer(int least) {
    Object value = scalar();
    if (!(value instanceof Integer integer)) {
      return needs("an integer");
    }
    return integer < least
        ? wrong(name + " must be at least " + least + ", not " + integer)
        : integer;
  }

  Double number() {
    Object value = scalar();
    if (!(value instanceof Number number)) {
      return needs("a number");
    }
    return Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : wrong(name + " must be finite");
  }

  Boolean flag() {
    return scalar() instanceof Boolean flag ? flag : needs("true or false");
  }

  /** For keys that say something by being there. */
  Boolean onlyTrue() {
    Boolean flag = flag();
    return Boolean.FALSE.equals(flag) ? wrong(name + " is true or left out") : flag;
  }

  /** Millis, 0 allowed. */
  Long duration() {
    if (!(node instanceof ScalarNode scalar)) {
      return needs("a duration such as 48h");
    }
    Matcher matcher = DURATION.matcher(scalar.getValue());
    if (!matcher.matches()) {
      return needs("a duration such as 48h");
    }
    Long unit = UNIT_MILLIS.get(matcher.group(2));
    if (unit == null) {
      return needs("a duration with a unit of ms, s, m (minutes), h, d or w");
    }
    String digits = matcher.group(1);
    if (digits.length() > 15 || Long.parseLong(digits) > MAX_DURATION_MILLIS / unit) {
      return wrong(name + " is longer than a century");
    }
    return Long.parseLong(digits) * unit;
  }

  Long positiveDuration() {
    Long millis = duration();
    return millis != null && millis == 0 ? wrong(name + " must be longer than 0") : millis;
  }

  /** A map with these keys and no others. */
  public Fields fields(String... allowed) {
    return new Fields(this, List.of(allowed));
  }

  /** A map with keys of the document's choosing, each once. */
  public List<Entry> entries(int most) {
    if (!(node instanceof MappingNode mapping)) {
      needs("a map");
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      Value key = new Value("a key", pair.getKeyNode(), problems);
      String text = key.text();
      if (text == null) {
        continue;
      }
      if (seen.add(text)) {
        entries.add(new Entry(key, new Value(text, pair.getValueNode(), problems)));
      } else {
        key.wrong("the key " + quoted(text) + " stands here twice");
      }
    }
    return limited(entries, most);
  }

  List<Value> items(int most) {
    if (!(node instanceof SequenceNode sequence)) {
      needs("a list");
      return List.of();
    }
    return limited(
        sequence.getValue().stream().map(item -> new Value(name, item, problems)).toList(), most);
  }

  /** A list, or its only item. */
  List<Value> oneOrMany(int most) {
    if (isScalar()) {
      return List.of(this);
    }
    List<Value> items = items(most);
    if (items.isEmpty() && isList()) {
      wrong(name + " must not be empty");
    }
    return items;
  }

  /** What the reader makes of each; the wrong ones are left out. */
  static <T> List<T> each(List<Value> values, Function<Value, T> reader) {
    return values.stream().map(reader).filter(Objects::nonNull).toList();
  }

  private <T> List<T> limited(List<T> all, int most) {
    if (all.size() > most) {
      wrong(name + " has " + all.size() + " entries, more than " + most);
      return all.subList(0, most);
    }
    return all;
  }

  private <T> T needs(String what) {
    return wrong(name + " needs " + what + ", not " + described());
  }

  private String described() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? "nothing" : quoted(scalar.getValue());
    }
    return node instanceof MappingNode ? "a map" : "a list";
  }

  private Object scalar() {
    if (!(node instanceof ScalarNode)) {
      return null;
    }
    try {
      return node.getTag().equals(Tag.STR)
          ? null
          : SCHEMA.getSchemaTagConstructors().get(node.getTag()).construct(node);
    } catch (RuntimeException wrongUnderItsTag) {
      return null;
    }
  }
}
