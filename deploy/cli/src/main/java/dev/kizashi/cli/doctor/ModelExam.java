package dev.kizashi.cli.doctor;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.PublishedConfiguration;
import dev.kizashi.cli.Terminal;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Whether there is a model with its catalogue to judge by. */
final class ModelExam {
  private static final String MODEL = "model";

  private final Connection connection;
  private final Remedies remedies;

  ModelExam(Connection connection) {
    this.connection = connection;
    this.remedies = new Remedies(connection.settings());
  }

  /** For brokers and a registry that answer. */
  List<Finding> findings(Terminal terminal) {
    try {
      return judged(PublishedConfiguration.read(connection, terminal));
    } catch (Failure | KafkaException e) {
      // What is missing or not allowed is among the findings already.
      String why = connection.settings().withoutSecrets(String.valueOf(e.getMessage()));
      return List.of(Finding.note(MODEL, "not to be seen: " + why));
    }
  }

  private List<Finding> judged(PublishedConfiguration published) {
    List<Finding> findings = new ArrayList<>();
    if (published.isReady()) {
      Map<String, Integer> newest = new LinkedHashMap<>();
      for (ConfigDocument document : published.accepted()) {
        newest.put(document.name(), document.version());
      }
      List<String> names = new ArrayList<>();
      newest.forEach((name, version) -> names.add(name + " version " + version));
      findings.add(Finding.fine(MODEL, String.join(", ", names)));
    } else {
      findings.add(
          Finding.wrong(
              MODEL,
              "no model with its catalogue is published, and nothing can be judged",
              remedies.publishModel()));
    }
    published
        .refused()
        .forEach(why -> findings.add(Finding.note(MODEL, "published and not used, " + why)));
    return findings;
  }
}
