package dev.kizashi.cli.doctor;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.TopicSchemas;
import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.runtime.access.Refusals;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.runtime.options.JobOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schema registry: whether it lets us in, what it holds, and how strict it is. */
final class RegistryExam {
  private static final String REGISTRY = "registry";

  /** The contract's. */
  private static final CompatibilityLevel LEVEL = CompatibilityLevel.FULL_TRANSITIVE;

  private final Connection connection;
  private final Remedies remedies;
  private final List<Finding> findings = new ArrayList<>();

  RegistryExam(Connection connection) {
    this.connection = connection;
    this.remedies = new Remedies(connection.settings());
  }

  List<Finding> findings() {
    Refusals refusals = new Refusals(connection.settings());
    try (ConfluentSchemaRegistry registry = connection.registry()) {
      Set<String> subjects = new HashSet<>(registry.subjects());
      String url = connection.settings().require(JobOptions.REGISTRY_URL);
      findings.add(Finding.fine(REGISTRY, "%d subjects, at %s".formatted(subjects.size(), url)));
      schemas(registry, subjects);
    } catch (RuntimeException e) {
      findings.add(
          refusals
              .ofRegistry(e)
              .map(line -> Finding.wrong(REGISTRY, line))
              .orElseGet(
                  () ->
                      Finding.unreachable(
                          REGISTRY,
                          "%s does not answer: start it, or name another with --registry"
                              .formatted(refusals.registry()),
                          "kizashi local up")));
    }
    return findings;
  }

  private void schemas(ConfluentSchemaRegistry registry, Set<String> subjects) {
    int before = findings.size();
    Set<String> missing = new TreeSet<>();
    Map<CompatibilityLevel, Set<String>> lax = new TreeMap<>();
    for (Map.Entry<String, String> record : new TreeMap<>(TopicSchemas.records()).entrySet()) {
      String subject = connection.topicPrefix() + record.getKey() + "-value";
      if (!subjects.contains(subject)) {
        missing.add(subject);
        continue;
      }
      if (!registry.accepts(subject, OutputSchemas.text(record.getValue()))) {
        findings.add(
            Finding.wrong(
                REGISTRY,
                "%s has a schema that ours is not compatible with: see what it is, and whose"
                    .formatted(subject),
                remedies.versions(subject)));
      }
      registry
          .compatibility(subject)
          .filter(level -> level != LEVEL)
          .ifPresent(level -> lax.computeIfAbsent(level, added -> new TreeSet<>()).add(subject));
    }
    if (!missing.isEmpty()) {
      findings.add(
          Finding.wrong(
              REGISTRY, "no schema for " + String.join(", ", missing), remedies.create()));
    }
    lax.forEach(
        (level, those) ->
            findings.add(
                Finding.wrong(
                    REGISTRY,
                    "compatibility is %s and has to be %s for %s"
                        .formatted(level, LEVEL, String.join(", ", those)),
                    remedies.compatibility(those, LEVEL.name()))));
    if (findings.size() == before) {
      findings.add(
          Finding.fine(REGISTRY, "schemas of all topics are there, compatibility is " + LEVEL));
    }
  }
}
