package dev.kizashi.cli;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An instant as the contract writes them: ISO-8601 with Z or an offset, or epoch millis. */
final class InstantOption implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return text.matches("-?\\d+")
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | NumberFormatException e) {
      throw new TypeConversionException(
          "'%s' is no time: write 2026-03-02T09:15:00Z or epoch millis".formatted(text));
    }
  }
}
