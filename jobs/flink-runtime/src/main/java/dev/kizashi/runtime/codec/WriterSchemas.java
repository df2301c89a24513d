package dev.kizashi.runtime.codec;

import dev.kizashi.registry.RegistryDeniedException;
import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.registry.UnknownSchemaException;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas that records were written with, by the id in their first bytes. A schema once known
 * is kept for good, an id never changes its schema. "There is none" is kept for a while only: a
 * producer that registers late mends it. A registry without an answer is waited for, because its
 * outage must not turn good records into dead letters; one that does not let us in ends the task.
 *
 * <p>For one thread.
 */
public final class WriterSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);

  private static final long UNKNOWN_FOR_MILLIS = Duration.ofSeconds(10).toMillis();
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long QUIET_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Poison can name any id; what is remembered of it is bounded. */
  private static final int MAX_UNKNOWN = 1_000;

  private final SchemaRegistry registry;
  private final Clock clock;
  private final Pause pause;
  private final Map<Integer, Answer> known = new HashMap<>();
  private final Map<Integer, Long> unknownUntil =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
          return size() > MAX_UNKNOWN;
        }
      };
  private long quietUntil = Long.MIN_VALUE;

  public WriterSchemas(SchemaRegistry registry) {
    this(registry, Clock.systemUTC(), Thread::sleep);
  }

  /** With another passing of time than the machine's. */
  public WriterSchemas(SchemaRegistry registry, Clock clock, Pause pause) {
    this.registry = registry;
    this.clock = clock;
    this.pause = pause;
  }

  /** How to let time pass between two questions. */
  @FunctionalInterface
  public interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /** Exactly one is not null: the schema, or why a record that names it cannot be used. */
  record Answer(Schema schema, Unusable problem) {}

  /**
   * Blocks while the registry is unavailable.
   *
   * @throws RegistryDeniedException when the registry does not let us in
   * @throws CancellationException when interrupted while waiting; the thread stays interrupted
   */
  Answer byId(int id) {
    Answer answer = known.get(id);
    if (answer != null) {
      return answer;
    }
    Long until = unknownUntil.get(id);
    if (until != null && clock.millis() < until) {
      return unknown(id);
    }
    try {
      answer = parsed(id, textOf(id));
      known.put(id, answer);
      unknownUntil.remove(id);
      return answer;
    } catch (UnknownSchemaException e) {
      unknownUntil.put(id, clock.millis() + UNKNOWN_FOR_MILLIS);
      return unknown(id);
    }
  }

  private static Answer unknown(int id) {
    return new Answer(
        null, new Unusable(DeadLetterReason.UNKNOWN_SCHEMA, "the registry has no schema " + id));
  }

  /** Whether a writer's defaults suit its own types is its business: no value comes from them. */
  private static Answer parsed(int id, String text) {
    try {
      return new Answer(new Schema.Parser().setValidateDefaults(false).parse(text), null);
    } catch (AvroRuntimeException | StackOverflowError e) {
      return new Answer(
          null, new Unusable(DeadLetterReason.UNDECODABLE, "schema " + id + " is no Avro schema"));
    }
  }

  private String textOf(int id) {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    long since = clock.millis();
    boolean announced = false;
    while (true) {
      try {
        String text = registry.schemaById(id);
        if (announced) {
          LOG.info(
              "The schema registry answers again, after {} s; reading goes on",
              Duration.ofMillis(clock.millis() - since).toSeconds());
        }
        return text;
      } catch (RegistryUnavailableException e) {
        announced |= announce(id, e);
        sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private boolean announce(int id, RegistryUnavailableException e) {
    long now = clock.millis();
    if (now < quietUntil) {
      return false;
    }
    quietUntil = now + QUIET_MILLIS;
    LOG.warn(
        "Waiting for the schema registry: no answer for schema {} ({}). No record is lost or"
            + " skipped meanwhile",
        id,
        OneLine.of(e.getMessage()));
    return true;
  }

  private void sleep(long millis) {
    try {
      pause.millis(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("interrupted while waiting for the schema registry");
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}
