package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** What the build says it is made of. */
class BillOfMaterialsIT {
  private static final Path BOM = Installation.locate().home().resolve("target/bom.json");

  @Test
  void what_is_shipped_is_named_and_what_only_tests_use_is_not() throws IOException {
    assumeTrue(
        Files.exists(BOM) || !"offline true".equals(System.getProperty("kizashi.maven")),
        "Maven writes none where it is offline");
    JsonNode bom = new JsonMapper().readTree(BOM.toFile());
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.path("components").findValuesAsText("purl"))
        .contains(
            "pkg:maven/org.apache.kafka/kafka-clients@%s?type=jar"
                .formatted(AppInfoParser.getVersion()))
        .anyMatch(purl -> purl.startsWith("pkg:maven/dev.kizashi/lead-scoring@"))
        .anyMatch(purl -> purl.startsWith("pkg:maven/dev.cel/cel@"))
        .noneMatch(purl -> purl.contains("junit") || purl.contains("assertj"));
  }
}
