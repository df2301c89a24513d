package dev.kizashi.runtime.codec;

import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.LeadScore;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A score as the Avro body of {@link LeadScore}, field by field in the order of the schema and
 * without a record in between: most of what is said is scores. The bytes are Avro's own, which a
 * test holds against its writer.
 */
final class ScoreBytes {
  private static final int[] KINDS = new int[Emission.Contribution.Kind.values().length];

  static {
    for (Emission.Contribution.Kind kind : Emission.Contribution.Kind.values()) {
      KINDS[kind.ordinal()] = ContributionKind.valueOf(kind.name()).ordinal();
    }
  }

  private final ByteWriter out = new ByteWriter();

  byte[] of(LeadScored score, long emittedAt) {
    out.clear();
    text(score.leadId());
    number(score.sequence());
    textOrNull(score.accountId());
    number(score.asOf());
    text(score.model());
    number(score.modelVersion());
    number(score.signalsVersion());
    text(score.role());
    real(score.engagement());
    realOrNull(score.engagementMin());
    realOrNull(score.engagementMax());
    real(score.fit());
    textOrNull(score.grade());
    text(score.temperature());
    text(score.label());
    text(score.lifecycleStage());
    curve(score.curve());
    numberOrNull(score.validUntil());
    contributions(score.contributions());
    textOrNull(score.nextTemperature());
    numberOrNull(score.coolsAt());
    number(emittedAt);
    return out.toByteArray();
  }

  private void curve(List<Emission.CurveTerm> curve) {
    begin(curve.size());
    for (Emission.CurveTerm term : curve) {
      text(term.category());
      real(term.value());
      number(term.halfLifeMillis());
      number(term.holdsUntil());
      realOrNull(term.floor());
      realOrNull(term.ceiling());
    }
    end();
  }

  private void contributions(List<Emission.Contribution> lines) {
    begin(lines.size());
    for (Emission.Contribution line : lines) {
      number(KINDS[line.kind().ordinal()]);
      textOrNull(line.category());
      textOrNull(line.signal());
      number(line.count());
      number(line.suspectCount());
      suspects(line.suspects());
      real(line.value());
    }
    end();
  }

  private void suspects(Map<String, Long> suspects) {
    begin(suspects.size());
    suspects.forEach(
        (reason, count) -> {
          text(reason);
          number(count);
        });
    end();
  }

  /** Arrays and maps are one block with its size before it, if there is anything. */
  private void begin(int size) {
    if (size > 0) {
      number(size);
    }
  }

  private void end() {
    number(0);
  }

  private boolean isThere(Object value) {
    // A union of null and something else.
    number(value == null ? 0 : 1);
    return value != null;
  }

  private void number(long value) {
    out.writeSigned(value);
  }

  private void numberOrNull(Long value) {
    if (isThere(value)) {
      number(value);
    }
  }

  private void real(double value) {
    // The low byte first.
    out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
  }

  private void realOrNull(Double value) {
    if (isThere(value)) {
      real(value);
    }
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.append(bytes);
  }

  private void textOrNull(String value) {
    if (isThere(value)) {
      text(value);
    }
  }
}
