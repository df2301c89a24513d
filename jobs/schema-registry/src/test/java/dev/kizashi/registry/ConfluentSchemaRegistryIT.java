package dev.kizashi.registry;

import static dev.kizashi.registry.CompatibilityLevel.FULL_TRANSITIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentSchemaRegistryIT {

  private static final String LEAD = lead("{\"name\":\"lead_id\",\"type\":\"string\"}");
  private static final String LEAD_WITH_NOTE =
      lead(
          "{\"name\":\"lead_id\",\"type\":\"string\"},"
              + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}");
  private static final String LEAD_WITH_ANOTHER_TYPE =
      lead("{\"name\":\"lead_id\",\"type\":\"long\"}");

  @TempDir static Path directory;

  private static RegistryProcess process;
  private static SchemaRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    process = RegistryProcess.start(directory.resolve("registry.log"));
    registry = ConfluentSchemaRegistry.connect(RegistrySettings.at(process.url()));
  }

  @AfterAll
  static void stop() {
    registry.close();
    process.close();
  }

  @Test
  void a_registered_schema_is_found_by_its_id_and_its_id_by_the_schema() {
    int id = registry.register("registered-value", LEAD);

    assertThat(registry.schemaById(id)).isEqualTo(LEAD);
    assertThat(registry.idOf("registered-value", LEAD)).isEqualTo(id);
    assertThat(registry.subjects()).contains("registered-value");
  }

  @Test
  void registering_twice_yields_one_id() {
    int first = registry.register("twice-value", LEAD);

    assertThat(registry.register("twice-value", LEAD)).isEqualTo(first);
  }

  @Test
  void white_space_makes_no_other_schema() {
    int id = registry.register("spaced-value", LEAD);

    String spaced = LEAD.replace(",", " ,\n  ");
    assertThat(registry.idOf("spaced-value", spaced)).isEqualTo(id);
    assertThat(registry.register("spaced-value", spaced)).isEqualTo(id);
  }

  @Test
  void looking_up_registers_nothing() {
    assertThatThrownBy(() -> registry.idOf("nobody-value", LEAD))
        .isInstanceOf(UnknownSchemaException.class);
    assertThat(registry.subjects()).doesNotContain("nobody-value");
  }

  @Test
  void a_subject_without_this_schema_does_not_know_it() {
    registry.register("other-value", LEAD);

    assertThatThrownBy(() -> registry.idOf("other-value", LEAD_WITH_NOTE))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void an_id_that_was_never_given_out_is_unknown() {
    assertThatThrownBy(() -> registry.schemaById(999_999))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void an_incompatible_schema_is_refused_once_the_subject_demands_compatibility() {
    registry.register("guarded-value", LEAD);
    registry.setCompatibility("guarded-value", FULL_TRANSITIVE);

    assertThat(registry.accepts("guarded-value", LEAD_WITH_ANOTHER_TYPE)).isFalse();
    assertThatThrownBy(() -> registry.register("guarded-value", LEAD_WITH_ANOTHER_TYPE))
        .isInstanceOf(IncompatibleSchemaException.class);
    assertThatThrownBy(() -> registry.idOf("guarded-value", LEAD_WITH_ANOTHER_TYPE))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void a_compatible_schema_is_accepted_and_gets_an_id_of_its_own() {
    int first = registry.register("growing-value", LEAD);
    registry.setCompatibility("growing-value", FULL_TRANSITIVE);

    assertThat(registry.accepts("growing-value", LEAD_WITH_NOTE)).isTrue();
    assertThat(registry.register("growing-value", LEAD_WITH_NOTE)).isNotEqualTo(first);
  }

  @Test
  void a_level_set_before_the_first_schema_guards_the_second() {
    registry.setCompatibility("early-value", FULL_TRANSITIVE);
    registry.register("early-value", LEAD);

    assertThatThrownBy(() -> registry.register("early-value", LEAD_WITH_ANOTHER_TYPE))
        .isInstanceOf(IncompatibleSchemaException.class);
  }

  @Test
  void a_subject_goes_by_its_own_level_or_by_the_global_one() {
    try (ConfluentSchemaRegistry asked =
        ConfluentSchemaRegistry.connect(RegistrySettings.at(process.url()))) {
      registry.register("levelled-value", LEAD);
      assertThat(asked.compatibility("levelled-value")).contains(CompatibilityLevel.NONE);
      registry.setCompatibility("levelled-value", FULL_TRANSITIVE);
      assertThat(asked.compatibility("levelled-value")).contains(FULL_TRANSITIVE);
      assertThat(asked.compatibility("nobodys-value")).contains(CompatibilityLevel.NONE);
    }
  }

  @Test
  void a_subject_without_schemas_accepts_any() {
    assertThat(registry.accepts("empty-value", LEAD)).isTrue();
  }

  @Test
  void what_is_no_schema_is_refused_as_such() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.register("broken-value", "{\"type\":\"nonsense\"}"));
  }

  @Test
  void a_wrong_path_on_a_real_registry_is_not_an_unknown_schema() {
    try (SchemaRegistry astray =
        ConfluentSchemaRegistry.connect(RegistrySettings.at(process.url() + "/astray"))) {
      assertThatThrownBy(() -> astray.schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void a_registry_that_went_away_is_unavailable_and_serves_again_when_it_is_back()
      throws IOException {
    RegistryProcess first = RegistryProcess.start(directory.resolve("first.log"));
    try (SchemaRegistry patient =
        ConfluentSchemaRegistry.connect(RegistrySettings.at(first.url()))) {
      int id = patient.register("lasting-value", LEAD);
      assertThat(patient.schemaById(id)).isEqualTo(LEAD);
      first.close();

      assertThatThrownBy(() -> patient.schemaById(id))
          .isInstanceOf(RegistryUnavailableException.class);

      try (RegistryProcess second =
          RegistryProcess.start(first.port(), directory.resolve("second.log"))) {
        int again = patient.register("lasting-value", LEAD);
        assertThat(patient.schemaById(again)).isEqualTo(LEAD);
      }
    } finally {
      first.close();
    }
  }

  private static String lead(String fields) {
    return "{\"type\":\"record\",\"name\":\"Lead\",\"namespace\":\"dev.kizashi.test\",\"fields\":["
        + fields
        + "]}";
  }
}
