package dev.kizashi.leadscoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data walks one way: bytes, events, signals, facts, judgement, records. */
@AnalyzeClasses(packages = "dev.kizashi", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "dev.kizashi.scoring..";

  @ArchTest
  static final ArchRule the_core_knows_no_flink_no_kafka_no_avro =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "org.apache.avro..",
              "dev.kizashi.events..",
              "dev.kizashi.runtime..",
              "dev.kizashi.registry..");

  @ArchTest
  static final ArchRule yaml_is_read_in_one_package =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .and()
          .resideOutsideOfPackage("dev.kizashi.scoring.documents..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.snakeyaml..", "com.fasterxml.jackson..", "com.networknt..");

  @ArchTest
  static final ArchRule expressions_are_compiled_in_one_package =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .and()
          .resideOutsideOfPackage("dev.kizashi.scoring.signals..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cel..", "com.google.re2j..");

  @ArchTest
  static final ArchRule nothing_in_the_core_asks_a_clock =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule codecs_know_no_flink =
      noClasses()
          .that()
          .resideInAPackage("dev.kizashi.runtime.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule operators_know_no_sources_sinks_or_options =
      noClasses()
          .that()
          .resideInAPackage("dev.kizashi.leadscoring..")
          .and()
          .doNotHaveSimpleName("LeadScoringJob")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kizashi.runtime.kafka..", "dev.kizashi.runtime.options..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule facts_come_before_their_worth =
      noClasses()
          .that()
          .resideInAPackage("dev.kizashi.scoring.facts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kizashi.scoring.model..",
              "dev.kizashi.scoring.engagement..",
              "dev.kizashi.scoring.alerts..",
              "dev.kizashi.scoring.evaluate..");

  @ArchTest
  static final ArchRule worth_knows_nothing_of_judgement =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.kizashi.scoring.engagement..",
              "dev.kizashi.scoring.profile..",
              "dev.kizashi.scoring.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kizashi.scoring.evaluate..");

  @ArchTest
  static final ArchRule jobs_have_no_cycles =
      slices().matching("dev.kizashi.(runtime).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule names_say_what_a_thing_is =
      classes()
          .that()
          .resideInAPackage("dev.kizashi..")
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");
}
