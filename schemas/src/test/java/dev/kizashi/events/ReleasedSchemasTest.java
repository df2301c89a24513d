package dev.kizashi.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleasedSchemasTest {

  @Test
  void every_schema_is_compatible_with_every_released_version_both_ways() {
    assertThat(CompatibilityGate.objections(SchemaFiles.current(), SchemaFiles.released()))
        .isEmpty();
  }

  @Test
  void there_is_a_release_to_be_compatible_with() {
    assertThat(SchemaFiles.released()).containsKey("1");
    assertThat(SchemaFiles.released().values()).noneMatch(Map::isEmpty);
  }
}
