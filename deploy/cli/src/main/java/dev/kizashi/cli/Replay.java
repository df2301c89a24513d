package dev.kizashi.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.runtime.codec.CsvMapping;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: events from files into the topics. */
@Command(
    name = "replay",
    description = {
      "Writes the events of files to the topics, in the order of the files.",
      "Lines that cannot be used go to standard error."
    })
final class Replay implements Callable<Integer> {
  private static final long PROGRESS_NANOS = 200_000_000;

  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON Lines, or CSV with --mapping; - for standard input.")
  private List<String> files;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How the columns of a CSV become events.")
  private Path mapping;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description =
          "Keep the pace of the events' own times, X times as fast. Default: as fast as it goes.")
  private Double speed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private Connection connection;

  Replay(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (speed != null && !(speed > 0 && Double.isFinite(speed))) {
      throw Failure.usage("--speed must be greater than 0.");
    }
    Optional<CsvMapping> csv = EventFile.mapping(mapping);
    try (TopicWriter writer = TopicWriter.open(connection, terminal)) {
      Run run = new Run(writer);
      for (String file : files) {
        new EventFile(file, csv).read(run);
      }
      writer.flush();
      run.report();
    }
    return ExitCode.FINE;
  }

  private final class Run implements EventFile.Taker {
    private final TopicWriter writer;
    private final Pace pace = speed == null ? null : new Pace(speed);
    private final Map<String, Long> sent = new LinkedHashMap<>();
    private final long startedAt = System.nanoTime();
    private long total;
    private long unusable;
    private long shownAt = startedAt;

    Run(TopicWriter writer) {
      this.writer = writer;
    }

    @Override
    public void event(long line, JsonLines.Line written, Decoded decoded) {
      if (pace != null) {
        pace.awaitTurn(occurredAt(decoded));
      }
      String topic = written.topic().topicName();
      writer.write(topic, key(decoded), written.record());
      sent.merge(topic, 1L, Long::sum);
      total++;
      long now = System.nanoTime();
      if (now - shownAt >= PROGRESS_NANOS) {
        shownAt = now;
        terminal.progress(
            String.format(
                Locale.ROOT,
                "%,d events sent, %,.0f a second",
                total,
                total * 1e9 / (now - startedAt)));
      }
    }

    @Override
    public void unusable(DeadLetterReason reason, String located) {
      unusable++;
      terminal.note("%s (%s)".formatted(located, reason));
    }

    void report() {
      if (json) {
        ObjectNode object = Json.object().put("unusable", unusable);
        ObjectNode topics = object.putObject("sent");
        sent.forEach(topics::put);
        terminal.line(object.toString());
      } else {
        List<List<String>> rows = new ArrayList<>();
        sent.forEach((topic, count) -> rows.add(List.of(topic, count.toString())));
        rows.add(List.of("unusable lines", Long.toString(unusable)));
        terminal.table(rows);
      }
    }
  }

  private static long occurredAt(Decoded decoded) {
    return decoded.<Long>fold(
        behaviour -> behaviour.event().occurredAt(),
        Decoded.Crm::occurredAt,
        none -> {
          throw new AssertionError("an unusable line is not sent");
        });
  }

  /** What a topic's records are keyed by: whoever the event is about, a visitor first. */
  private static String key(Decoded decoded) {
    return decoded.fold(
        behaviour -> key(behaviour.event()),
        Decoded.Crm::leadId,
        none -> {
          throw new AssertionError("an unusable line is not sent");
        });
  }

  private static String key(Event event) {
    Stream<EventField> identities =
        switch (event.topic()) {
          case CLICKSTREAM ->
              Stream.of(EventField.VISITOR_ID, EventField.LEAD_ID, EventField.EMAIL);
          default -> Stream.of(EventField.LEAD_ID, EventField.EMAIL);
        };
    return identities
        .map(event::text)
        .filter(id -> id != null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("an event without identity is unusable"));
  }
}
