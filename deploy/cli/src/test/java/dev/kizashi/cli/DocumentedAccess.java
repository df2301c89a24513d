package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/security.md tells its readers to type, typed. */
final class DocumentedAccess {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  private final String page;
  private final String bootstrap;
  private final Path admin;

  /**
   * @param admin options of an administrator's client, for Kafka's tools
   */
  DocumentedAccess(String bootstrap, Path admin) throws IOException {
    this.page = Files.readString(Installation.locate().home().resolve("docs/security.md"));
    this.bootstrap = bootstrap;
    this.admin = admin;
  }

  /** The first block of a language that holds a text. */
  String block(String language, String text) {
    return blocks(language).stream()
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow();
  }

  /** Gives a user a password. */
  void addUser(String name, String password) {
    run(
        commands("kafka-configs.sh").stream()
            .filter(line -> line.contains("--entity-type users"))
            .findFirst()
            .orElseThrow()
            .replace("kizashi-job", name)
            .replace("CHANGE-ME", password));
  }

  /** Every right on the page. */
  void allowEverybody() {
    List<String> commands = commands("kafka-acls.sh");
    assertThat(commands).hasSizeGreaterThan(6);
    commands.forEach(this::run);
  }

  /** The rights of one user, to another. */
  void allowAs(String documented, String other) {
    commands("kafka-acls.sh").stream()
        .filter(line -> line.contains("User:" + documented))
        .map(line -> line.replace("User:" + documented, "User:" + other))
        .forEach(this::run);
  }

  void revoke(String user, String operation, String topic) {
    run(acls("--remove --force", user, operation, topic));
  }

  void allow(String user, String operation, String topic) {
    run(acls("--add", user, operation, topic));
  }

  private static String acls(String what, String user, String operation, String topic) {
    return "kafka-acls.sh --bootstrap-server $KAFKA --command-config admin.properties %s --allow-principal User:%s --operation %s --topic %s"
        .formatted(what, user, operation, topic);
  }

  private List<String> commands(String tool) {
    return blocks("sh").stream()
        .flatMap(block -> Arrays.stream(block.replace("\\\n", " ").split("\n", -1)))
        .filter(line -> line.startsWith(tool))
        .toList();
  }

  private List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }

  private void run(String line) {
    KafkaTools.run(line.replace("$KAFKA", bootstrap).replace("admin.properties", admin.toString()));
  }
}
