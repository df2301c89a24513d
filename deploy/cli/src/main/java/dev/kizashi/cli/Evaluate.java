package dev.kizashi.cli;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.LeadEvent;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate}: what the scoring core makes of a file of events. */
@Command(
    name = "evaluate",
    description = {
      "Runs the scoring core alone over a file of events, in the order of the file.",
      "Prints JSON Lines: stage-changes and sales-alerts as they happen, and at the end every"
          + " lead's score with its explanation, by lead_id. Lines that cannot be used go to"
          + " standard error. A model's effective_from does not matter here."
    })
final class Evaluate implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--signals",
      required = true,
      paramLabel = "FILE",
      description = "The catalogue, signals.yaml.")
  private Path signals;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The model, model.yaml.")
  private Path model;

  @Option(
      names = "--events",
      required = true,
      paramLabel = "FILE",
      description = "JSON Lines, or CSV with --mapping; - for standard input.")
  private String events;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How the columns of a CSV become events.")
  private Path mapping;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = InstantOption.class,
      description =
          "Score as of this instant (ISO-8601 or epoch millis); later events are left out."
              + " Default: the time of the latest event.")
  private Long at;

  @Option(names = "--json", description = "JSON Lines, as without.")
  private boolean json;

  Evaluate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DocumentFiles documents = DocumentFiles.read(signals, model);
    if (!documents.areValid()) {
      documents.problems().forEach(problem -> terminal.note(problem.toString()));
      return ExitCode.NO;
    }
    EventFile file = new EventFile(events, EventFile.mapping(mapping));
    Run run = new Run(documents, file);
    file.read(run);
    run.finish();
    return ExitCode.FINE;
  }

  private final class Run implements EventFile.Taker {
    private final InProcessScoring scoring;
    private final EventFile file;
    private long used;
    private long unusable;
    private long stageChanges;
    private long alerts;

    Run(DocumentFiles documents, EventFile file) {
      this.scoring =
          new InProcessScoring(documents.catalogue(), documents.scoringModel(), this::emitted);
      this.file = file;
    }

    @Override
    public void event(long line, JsonLines.Line written, Decoded decoded) {
      LeadEvent.Origin origin = new LeadEvent.Origin(written.topic(), 0, line);
      decoded.fold(
          behaviour ->
              inTime(line, behaviour.event().occurredAt()) ? scoring.take(behaviour, origin) : null,
          crm -> inTime(line, crm.occurredAt()) ? scoring.take(crm, origin) : null,
          none -> null);
    }

    private boolean inTime(long line, long occurredAt) {
      if (at != null && occurredAt > at) {
        unusable(
            DeadLetterReason.FUTURE_TIMESTAMP, file.located(line, "occurred_at is after --at"));
        return false;
      }
      used++;
      return true;
    }

    @Override
    public void unusable(DeadLetterReason reason, String located) {
      unusable++;
      terminal.note("%s (%s)".formatted(located, reason));
    }

    private void emitted(Emission emission) {
      if (emission instanceof StageChanged) {
        stageChanges++;
        print(OutputTopic.STAGE_CHANGES, emission, 0);
      } else if (emission instanceof AlertIssued) {
        alerts++;
        print(OutputTopic.SALES_ALERTS, emission, 0);
      }
    }

    void finish() {
      // A late last event can have armed what is due already.
      scoring.advanceTo(at == null ? scoring.time() : at);
      // No time passes here but the events': a score is emitted when it is as of.
      scoring.scores(score -> print(OutputTopic.LEAD_SCORES, score, score.asOf()));
      terminal.note(
          "events %d, unusable lines %d, leads %d, stage changes %d, alerts %d"
              .formatted(used, unusable, scoring.leads(), stageChanges, alerts));
    }

    private void print(OutputTopic topic, Emission emission, long emittedAt) {
      terminal.line(
          JsonLines.write(topic.topicName(), OutputEncoder.toRecord(emission, emittedAt)));
    }
  }
}
