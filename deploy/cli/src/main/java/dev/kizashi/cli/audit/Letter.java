package dev.kizashi.cli.audit;

import dev.kizashi.oracle.History;
import dev.kizashi.oracle.Source;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.facts.Hashes;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one sends another by way of {@code lead-transfers}, as the naive judgement has it. Only what
 * is written on it can be compared with the record; what is inside is the naive judgement's own.
 */
sealed interface Letter {
  /** The lead, visitor or address that receives it; {@code merges} for the register. */
  String to();

  /** What it is, by the name that it has among the records. */
  String kind();

  /** All that tells it from others of its kind to the same. */
  String content();

  /**
   * An event or a record of the CRM, of a lead that is part of another.
   *
   * @param source its path there
   * @param order by which the lead moved
   */
  record Deed(String to, Decoded record, Source source, long order, Optional<History> brought)
      implements Letter {
    @Override
    public String kind() {
      return "LeadEvent";
    }

    @Override
    public String content() {
      return record.fold(
          behaviour -> of(behaviour.event().eventId(), behaviour.event().occurredAt()),
          crm -> of(crm.eventId(), crm.occurredAt()),
          unusable -> "");
    }

    private String of(String eventId, long occurredAt) {
      return text(Hashes.ofText(eventId), occurredAt, written(source), order, brought.isPresent());
    }

    static String text(
        long eventKey, long occurredAt, String path, long order, boolean bringsSomething) {
      return "event %016x of %d under %s by %d%s"
          .formatted(eventKey, occurredAt, path, order, bringsSomething ? " with a visitor" : "");
    }
  }

  /**
   * @param history under no path yet
   * @param record null where an address was claimed
   */
  record Joins(
      String to,
      Source path,
      History history,
      long clock,
      long occurredAt,
      long order,
      Decoded.Crm record)
      implements Letter {
    @Override
    public String kind() {
      return "Joins";
    }

    @Override
    public String content() {
      return text(written(path), clock, occurredAt, order, record == null ? 0 : key(record));
    }

    /** The same with other facts. */
    Joins with(History other) {
      return new Joins(to, path, other, clock, occurredAt, order, record);
    }

    static String text(String path, long clock, long occurredAt, long order, long record) {
      return "under %s, clock %d, at %d by %d, record %016x"
          .formatted(path, clock, occurredAt, order, record);
    }
  }

  /**
   * @param leadId whose the facts are
   */
  record GiveBack(String to, Source path, String leadId, long order, Decoded.Crm record)
      implements Letter {
    @Override
    public String kind() {
      return "GiveBack";
    }

    @Override
    public String content() {
      return text(written(path), leadId, order, key(record));
    }

    static String text(String path, String leadId, long order, long record) {
      return "%s to %s by %d, record %016x".formatted(path, leadId, order, record);
    }
  }

  record ComesBack(String to, History history, long clock, long order) implements Letter {
    @Override
    public String kind() {
      return "ComesBack";
    }

    @Override
    public String content() {
      return text(clock, order);
    }

    static String text(long clock, long order) {
      return "clock %d by %d".formatted(clock, order);
    }
  }

  record Remove(String to, Source path, long occurredAt, long order) implements Letter {
    @Override
    public String kind() {
      return "Remove";
    }

    @Override
    public String content() {
      return text(written(path), occurredAt, order);
    }

    static String text(String path, long occurredAt, long order) {
      return "%s at %d by %d".formatted(path, occurredAt, order);
    }
  }

  /** One that holds nothing but what is written on it. */
  record Note(Message message) implements Letter {
    @Override
    public String to() {
      return message.key();
    }

    @Override
    public String kind() {
      return message.getClass().getSimpleName();
    }

    @Override
    public String content() {
      return contentOf(message);
    }
  }

  private static long key(Decoded.Crm record) {
    return Hashes.ofText(record.eventId());
  }

  /** As the contract writes paths: a step's own slashes are escaped. */
  static String written(Source source) {
    return source.steps().stream()
        .map(step -> step.replace("%", "%25").replace("/", "%2F"))
        .collect(Collectors.joining("/"));
  }

  /** What a record of {@code lead-transfers} says, in the words of a letter's content. */
  static String contentOf(Message message) {
    if (message instanceof LeadEvent it) {
      return Deed.text(
          it.eventKey(),
          it.occurredAt(),
          it.who().source(),
          it.who().order(),
          it.brought() != null);
    }
    if (message instanceof Message.Joins it) {
      return Joins.text(it.path(), it.clock(), it.occurredAt(), it.order(), key(it.record()));
    }
    if (message instanceof Message.GiveBack it) {
      return GiveBack.text(it.path(), it.to(), it.order(), key(it.record()));
    }
    if (message instanceof Message.ComesBack it) {
      return ComesBack.text(it.clock(), it.order());
    }
    if (message instanceof Message.Remove it) {
      return Remove.text(it.path(), it.occurredAt(), it.order());
    }
    if (message instanceof Message.Claim it) {
      return "%s at %d".formatted(it.leadId(), it.occurredAt());
    }
    if (message instanceof Message.Unclaim it) {
      return "%s at %d by %d".formatted(it.leadId(), it.occurredAt(), it.order());
    }
    if (message instanceof Message.Unname it) {
      return "%s at %s".formatted(it.leadId(), it.at());
    }
    if (message instanceof Message.MergeAddress it) {
      return "%s to %s at %d".formatted(it.address(), it.leadId(), it.occurredAt());
    }
    return "nothing that travels";
  }

  private static long key(LeadEvent record) {
    return record == null ? 0 : record.eventKey();
  }
}
