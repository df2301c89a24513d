package dev.kizashi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.admin.ConfigCommand;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;
import org.apache.kafka.tools.TopicCommand;

/** Kafka's own tools, in this JVM. */
final class KafkaTools {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private KafkaTools() {}

  /** Runs a line as a shell would. */
  static void run(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.strip());
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    Exit.setExitProcedure(
        (status, message) -> {
          if (status != 0) {
            throw new IllegalStateException("%s ended with %d".formatted(line, status));
          }
        });
    try {
      switch (words.get(0)) {
        case "kafka-acls.sh" -> AclCommand.main(arguments);
        case "kafka-configs.sh" -> ConfigCommand.main(arguments);
        case "kafka-topics.sh" -> TopicCommand.main(arguments);
        default -> throw new IllegalArgumentException("no tool of Kafka's: " + line);
      }
    } finally {
      Exit.resetExitProcedure();
    }
  }
}
