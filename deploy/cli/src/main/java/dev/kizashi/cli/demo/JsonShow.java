package dev.kizashi.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.runtime.codec.JsonLines;
import java.time.Duration;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.specific.SpecificRecord;

/**
 * JSON Lines: {@code {"ready": …}} for each part, {@code {"up": …}}, every stage change and alert
 * as its topic has it, {@code {"explained": …}} for an alert with its whole sum, {@code {"named":
 * …}} for a visitor who turned out to be a lead and warm, {@code {"not_counted": …}} for what
 * machines did, and {@code {"end": …}} with the counters.
 */
final class JsonShow implements Show {
  private final Terminal terminal;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  JsonShow(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void ready(String part, Duration took) {
    print("ready", Json.object().put("part", part).put("seconds", took.toMillis() / 1_000.0));
  }

  @Override
  public void up(Addresses addresses) {
    print(
        "up",
        Json.object()
            .put("kafka", addresses.bootstrapServers())
            .put("registry", addresses.registryUrl())
            .put("flink", addresses.flinkUrl()));
  }

  @Override
  public void said(String topic, SpecificRecord record) {
    said.add(JsonLines.write(topic, record));
  }

  @Override
  public void view(DemoView view) {
    for (String line = said.poll(); line != null; line = said.poll()) {
      terminal.line(line);
    }
    terminal.flush();
  }

  @Override
  public void explained(ExplainedAlert alert, DemoView view) {
    ArrayNode lines = Json.array();
    for (ExplainedAlert.Line line : alert.lines()) {
      lines.add(
          Json.object()
              .put("label", line.label())
              .put("count", line.count())
              .put("points", line.points()));
    }
    print(
        "explained",
        Json.object()
            .put("lead_id", alert.leadId())
            .put("definition", alert.definition())
            .put("engagement", alert.engagement())
            .set("lines", lines));
  }

  @Override
  public void named(DemoView.Named named, DemoView view) {
    print(
        "named",
        Json.object()
            .put("lead_id", named.leadId())
            .put("visitor_id", named.visitor())
            .put("occurred_at", named.at().toString())
            .put("brought", named.brought())
            .put("from_stage", named.from())
            .put("to_stage", named.to())
            .put("engagement", named.points()));
  }

  @Override
  public void notCounted(DemoView.NotCounted notCounted, DemoView view) {
    ObjectNode suspects = Json.object();
    new TreeMap<>(notCounted.suspects()).forEach(suspects::put);
    print(
        "not_counted",
        Json.object()
            .put("lead_id", notCounted.leadId())
            .put("as_of", notCounted.at().toString())
            .put("label", notCounted.signal())
            .set("suspect_reasons", suspects));
  }

  @Override
  public void end(DemoView last, String why) {
    view(last);
    DemoView.Counters counters = last.counters();
    print(
        "end",
        Json.object()
            .put("why", why)
            .put("events", counters.events())
            .put("scored", counters.scored())
            .put("unmatched", counters.unmatched())
            .put("anonymous", counters.anonymous())
            .put("duplicates", counters.duplicates())
            .put("ignored", counters.ignored())
            .put("dead_letters", counters.deadLetters())
            .put("alerts", counters.alerts()));
  }

  private void print(String what, ObjectNode fields) {
    terminal.line(Json.object().set(what, fields).toString());
    terminal.flush();
  }

  @Override
  public void close() {}
}
