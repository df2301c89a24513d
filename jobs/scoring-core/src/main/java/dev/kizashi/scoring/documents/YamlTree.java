package dev.kizashi.scoring.documents;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML 1.2 text as a tree whose nodes know their place, within bounds on its size, depth and
 * expansion: documents come from people, over a topic that others can write to.
 *
 * <p>Depth is checked on the flat event stream first, because the composer recurses; aliases are
 * expanded by whoever walks the tree, so the walk here counts every visit.
 */
final class YamlTree {
  static final int MAX_BYTES = 256 * 1024;

  /** The grammar needs seven levels. */
  static final int MAX_DEPTH = 20;

  /** What 256 KiB can hold without aliases. */
  static final int MAX_NODES = 140_000;

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private static final LoadSettings YAML_1_2 =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setUseMarks(true)
          .setAllowDuplicateKeys(true) // Reported with both places by whoever reads the map.
          .setCodePointLimit(MAX_BYTES)
          .build();

  private final Problems problems;
  private int visited;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** The root, or empty when the text is no usable YAML; then the problems say why. */
  static Optional<Node> read(String yaml, Problems problems) {
    if (yaml.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      problems.error(Optional.empty(), "a document has at most 256 KiB");
      return Optional.empty();
    }
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    try {
      YamlTree tree = new YamlTree(problems);
      if (!tree.isShallow(text)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(YAML_1_2).composeString(text);
      if (root.isEmpty()) {
        problems.error(Optional.empty(), "the document is empty");
      } else if (!tree.isPlain(root.get(), 0)) {
        return Optional.empty();
      }
      return root;
    } catch (MarkedYamlEngineException broken) {
      problems.error(broken.getProblemMark(), "not YAML: " + oneLine(broken.getProblem()));
    } catch (ReaderException broken) {
      problems.error(
          Optional.of(markOf(text, broken.getPosition())),
          String.format("not YAML: the character U+%04X is not allowed", broken.getCodePoint()));
    } catch (YamlEngineException broken) {
      problems.error(Optional.empty(), "not YAML: " + oneLine(broken.getMessage()));
    }
    return Optional.empty();
  }

  private boolean isShallow(String yaml) {
    int depth = 0;
    for (Event event : new Parse(YAML_1_2).parseString(yaml)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Scalar -> {
          ScalarEvent scalar = (ScalarEvent) event;
          if (scalar.getValue().equals("<<") && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            problems.error(event.getStartMark(), "YAML 1.2 has no merge keys (<<)");
            return false;
          }
        }
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        problems.error(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
        return false;
      }
    }
    return true;
  }

  private boolean isPlain(Node node, int depth) {
    if (++visited > MAX_NODES || depth > MAX_DEPTH) {
      problems.error(node, "aliases expand the document beyond its bounds");
      return false;
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      problems.error(
          node, "tags such as " + Problems.quoted(node.getTag().getValue()) + " are not used here");
      return false;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().allMatch(item -> isPlain(item, depth + 1));
    }
    return !(node instanceof MappingNode mapping)
        || mapping.getValue().stream()
            .allMatch(
                pair ->
                    isPlain(pair.getKeyNode(), depth + 1)
                        && isPlain(pair.getValueNode(), depth + 1));
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*[\\r\\n]\\s*", " ");
  }

  private static Mark markOf(String text, int position) {
    int[] points = text.codePoints().toArray();
    int line = 0;
    int column = 0;
    for (int i = 0; i < Math.min(position, points.length); i++) {
      column = points[i] == '\n' ? 0 : column + 1;
      line += points[i] == '\n' ? 1 : 0;
    }
    return new Mark("", position, line, column, points, position);
  }
}
