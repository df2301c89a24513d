package dev.kizashi.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.LeadJudge;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarsTest {
  private static final String JUDGE = "dev/kizashi/scoring/evaluate/LeadJudge.class";

  @TempDir private Path folder;
  private JobJars jars;
  private byte[] judge;

  @BeforeEach
  void a_jar_with_the_judge() throws Exception {
    Path built = folder.resolve("built.jar");
    try (InputStream in = LeadJudge.class.getResourceAsStream("LeadJudge.class");
        FileSystem jar =
            FileSystems.newFileSystem(
                URI.create("jar:" + built.toUri()), Map.of("create", "true"))) {
      judge = in.readAllBytes();
      Files.createDirectories(jar.getPath(JUDGE).getParent());
      Files.createDirectory(jar.getPath("META-INF"));
      Files.write(jar.getPath(JUDGE), judge);
    }
    jars = new JobJars(built, folder);
  }

  @Test
  void a_rebuilt_jar_is_another_file_with_the_same_classes() throws Exception {
    Path rebuilt = jars.rebuilt();
    assertThat(Files.mismatch(jars.built(), rebuilt)).isNotNegative();
    assertThat(judgeIn(rebuilt)).isEqualTo(judge);
    assertThat(jars.rebuilt()).isNotEqualTo(rebuilt);
  }

  @Test
  void the_mutant_s_judge_is_another_class() throws Exception {
    assertThat(judgeIn(jars.withoutDeduplication())).isNotEqualTo(judge);
    assertThat(judgeIn(jars.built())).isEqualTo(judge);
  }

  private static byte[] judgeIn(Path jar) throws Exception {
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      return Files.readAllBytes(inside.getPath(JUDGE));
    }
  }
}
