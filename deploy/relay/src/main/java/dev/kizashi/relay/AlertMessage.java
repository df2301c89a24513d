package dev.kizashi.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.runtime.codec.AlertCloudEvent;
import dev.kizashi.runtime.codec.JsonLines;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * An alert as its receiver gets it: a CloudEvent in structured mode, whose data is the record with
 * the contract's field names.
 *
 * @param id what the receiver deduplicates on
 */
record AlertMessage(String id, String body) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern HEADER = Pattern.compile("[!-~]{1,256}");

  /** Whether the id can stand in a header, and in a line of a log. The engine's always can. */
  boolean isSendable() {
    return HEADER.matcher(id).matches();
  }

  static AlertMessage of(SalesAlert alert, String source) {
    AlertCloudEvent event = AlertCloudEvent.of(alert, source);
    StringWriter body = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeStringField("specversion", AlertCloudEvent.SPEC_VERSION);
      json.writeStringField("id", event.id());
      json.writeStringField("source", event.source());
      json.writeStringField("type", AlertCloudEvent.TYPE);
      json.writeStringField("subject", event.subject());
      json.writeStringField("time", event.time());
      json.writeStringField("datacontenttype", "application/json");
      json.writeFieldName("data");
      json.writeRawValue(JsonLines.write(alert));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AlertMessage(event.id(), body.toString());
  }
}
