package dev.kizashi.cli.doctor;

import dev.kizashi.relay.TrustedCertificates;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * This machine's clock against the registry's, which says in every answer what time it is; without
 * logging in, as a refusal says so too.
 */
final class ClockExam {
  private static final String CLOCK = "clock";

  /** The header has whole seconds, and an answer takes its time. */
  private static final Duration BLUR = Duration.ofSeconds(5);

  private ClockExam() {}

  static Finding finding(Settings settings, Duration patience) {
    URI url = URI.create(settings.require(JobOptions.REGISTRY_URL).split(",", -1)[0] + "/subjects");
    try {
      HttpResponse<Void> answer =
          client(settings, patience)
              .send(
                  HttpRequest.newBuilder(url).timeout(patience).build(),
                  HttpResponse.BodyHandlers.discarding());
      return answer
          .headers()
          .firstValue("Date")
          .flatMap(ClockExam::parsed)
          .map(theirs -> compared(theirs, Instant.now(), settings))
          .orElseGet(
              () ->
                  Finding.note(
                      CLOCK, "the registry does not say what time it is; compare with", "date -u"));
    } catch (IOException | IllegalArgumentException e) {
      return Finding.note(CLOCK, "the registry cannot be asked what time it is");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the time", e);
    }
  }

  /** Events further ahead than the job allows are taken for a broken clock's. */
  static Finding compared(Instant theirs, Instant ours, Settings settings) {
    Duration difference = Duration.between(theirs, ours).abs();
    Duration allowed = settings.get(JobOptions.EVENT_MAX_AHEAD);
    if (difference.compareTo(allowed.plus(BLUR)) > 0) {
      return Finding.wrong(
          CLOCK,
          "this machine's and the registry's differ by %d s, more than events may be ahead (events.max-ahead, %d s): set the wrong one"
              .formatted(difference.toSeconds(), allowed.toSeconds()),
          "timedatectl set-ntp true");
    }
    return Finding.fine(
        CLOCK,
        "within %d s of the registry's"
            .formatted(difference.compareTo(BLUR) > 0 ? difference.toSeconds() : BLUR.toSeconds()));
  }

  private static HttpClient client(Settings settings, Duration patience) {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
    Map<String, String> options = settings.passedOn(Settings.REGISTRY_CLIENT);
    String trusted = options.get("schema.registry.ssl.truststore.location");
    if (trusted != null) {
      client.sslContext(
          TrustedCertificates.in(
              Path.of(trusted),
              Optional.ofNullable(options.get("schema.registry.ssl.truststore.password"))));
    }
    return client.build();
  }

  private static Optional<Instant> parsed(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
