package dev.kizashi.cli;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as the job's options have it: 500ms, 10s, 5min, 24h. */
public final class DurationOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is no length of time: write 500ms, 10s, 5min or 24h".formatted(text));
    }
  }
}
