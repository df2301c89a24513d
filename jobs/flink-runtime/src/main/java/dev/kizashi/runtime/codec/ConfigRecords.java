package dev.kizashi.runtime.codec;

import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.runtime.codec.DecodedConfig.Published;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.util.Arrays;
import java.util.List;

/**
 * Configuration records from bytes. The documents inside are not looked into.
 *
 * <p>For one thread.
 */
public final class ConfigRecords {
  private static final List<String> KINDS =
      Arrays.stream(ConfigKind.values()).map(ConfigKind::name).toList();

  private final RecordValues values;

  public ConfigRecords(WriterSchemas writers) {
    this.values =
        new RecordValues(ScoringConfig.getClassSchema(), writers, EventDecoder.DEFAULT_MAX_BYTES);
  }

  /**
   * Blocks and throws as {@link EventDecoder#decode} does.
   *
   * @param value in the registry's wire format; null, which deletes on a compacted topic, is bad
   *     configuration: a version is superseded, never taken back
   */
  public DecodedConfig decode(byte[] value) {
    if (value == null) {
      return bad("the value is null: a version is superseded, not deleted");
    }
    try {
      return values.read(value, ConfigRecords::document);
    } catch (UnusableException e) {
      return e.unusable();
    }
  }

  private static DecodedConfig document(OrderedFields in) {
    String kind = in.symbol(KINDS);
    String name = in.text();
    int version = in.count();
    String yaml = in.text();
    in.time();
    in.optionalText(); // published_by

    if (kind.equals(ConfigKind.UNKNOWN.name())) {
      return bad("kind is none that is known");
    }
    if (name.isEmpty()) {
      return bad("name is missing");
    }
    if (version < 1) {
      return bad("version is less than 1");
    }
    if (yaml.isBlank()) {
      return bad("document is empty");
    }
    return new Published(
        new ConfigDocument(ConfigDocument.Kind.valueOf(kind), name, version, yaml));
  }

  private static Unusable bad(String detail) {
    return new Unusable(DeadLetterReason.BAD_CONFIG, detail);
  }
}
