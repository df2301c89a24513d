package dev.kizashi.cli.audit;

import dev.kizashi.events.Fate;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.signals.InputTopic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was read to be audited. Values stay bytes until they are needed: millions of records fit
 * into memory as bytes, not as objects.
 *
 * @param documents readable ones, in the order of their publication
 * @param inputs one entry a partition; {@code lead-transfers}, which the job writes and reads back,
 *     among them
 * @param trail in the order of its log, lead by lead: a lead's entries stand in one partition;
 *     empty where no trail is written
 * @param outputs of scores, stage changes and alerts, in the order of their logs; a value of null
 *     is a tombstone
 */
record Ledger(
    List<ConfigDocument> documents,
    List<Partition> inputs,
    List<Entry> trail,
    List<DeadLetter> deadLetters,
    Map<OutputTopic, List<Logged>> outputs) {

  Ledger {
    documents = List.copyOf(documents);
    inputs = List.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }

  /**
   * A record as it stands in a log.
   *
   * @param timestamp the log's, epoch millis
   * @param key bytes, or null
   * @param value bytes, or null
   */
  record Logged(long offset, long timestamp, byte[] key, byte[] value) {
    /** The lead that an output is about. */
    String leadId() {
      return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
  }

  /**
   * One partition of an input topic.
   *
   * @param first the lowest offset that is still there
   * @param end one more than the highest that is looked at
   * @param records by ascending offset
   */
  record Partition(InputTopic topic, int number, long first, long end, List<Logged> records) {
    /** Where the record of an offset stands in {@link #records}, or a negative number. */
    int indexOf(long offset) {
      int low = 0;
      int high = records.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        long there = records.get(middle).offset();
        if (there == offset) {
          return middle;
        } else if (there < offset) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }
  }

  /** Where an input record stands. */
  record Place(InputTopic topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic.topicName() + "-" + partition + " @" + offset;
    }
  }

  /**
   * An entry of the trail.
   *
   * @param leadId null where the record reached no lead
   * @param sequence 0 where the record was not judged
   * @param detail the versions judged under, or why it is a dead letter, or null; and what else
   *     there is to know
   * @param passed whom the record came by before, in order
   */
  record Entry(
      Place place,
      Fate fate,
      boolean suspect,
      String leadId,
      long sequence,
      String detail,
      List<Passed> passed) {
    private static final String ANEW = "anew";
    private static final String DROPPED = "dropped";

    Entry {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(fate, "fate");
      passed = List.copyOf(passed);
    }

    /** Of a record that came by nobody. */
    Entry(Place place, Fate fate, boolean suspect, String leadId, long sequence, String detail) {
      this(place, fate, suspect, leadId, sequence, detail, List.of());
    }

    /** Whether it is of what the record led to at a lead that it did not reach itself. */
    boolean isFollowed() {
      return fate == Fate.FOLLOWED;
    }

    /** Whether a lead refused the record, or had nothing to do with it any more. */
    boolean isRefused() {
      return fate == Fate.IGNORED && sequence == 0;
    }

    /** Whether the lead began anew by it, and the erasure before was remembered. */
    boolean isAnew() {
      return detail != null && detail.endsWith(ANEW);
    }

    /** Whether it waited for the facts of a lead that was erased, and went with it. */
    boolean isDropped() {
      return DROPPED.equals(detail);
    }

    /** The versions judged under, by their names, or null. */
    String versions() {
      return isAnew() ? detail.substring(0, detail.length() - ANEW.length()).strip() : detail;
    }

    /** As which of all that came by somebody it did, or 0. */
    long numberAt(String key) {
      return passed.stream()
          .filter(it -> it.key().equals(key))
          .mapToLong(Passed::number)
          .findFirst()
          .orElse(0);
    }
  }

  /**
   * Whom a record came by: {@code address:x}, {@code visitor:v} or {@code merges}.
   *
   * @param number as which of all that came by, from 1
   */
  record Passed(String key, long number) {}

  /**
   * A dead letter by its headers.
   *
   * @param place of the original, or null where the headers name none that there is
   */
  record DeadLetter(Place place, String reason, byte[] key, byte[] value) {}
}
