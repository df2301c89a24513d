package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.Source;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Message;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the trail: an input record on its way through those who decide about it, and what
 * they have found out, or what followed from one elsewhere. Changed in place, by whoever it comes
 * by.
 */
final class Item {
  private final Place place;
  private final Entry entry;
  private final Logged record;
  private final Message transfer;
  private int passed;

  /** What was sent by it, for a transfer that somebody has sent. */
  private Letter letter;

  /** What somebody told the lead, where the record itself did not reach it. */
  private Message word;

  /** Whom a record of behaviour or the CRM names, as far as that is known. */
  private String leadId;

  private Source source = Source.OWN;
  private History brought;
  private Order order;

  /**
   * What the register makes of a record of the CRM.
   *
   * @param number of the order, from 1
   * @param alone for an erasure: whether the lead is part of another that is not erased
   * @param erased by it, all of them
   */
  record Order(
      Kind kind, String leadId, String to, long number, boolean alone, List<String> erased) {
    enum Kind {
      MOVE,
      RECALL,
      ERASE
    }
  }

  /**
   * @param entry null for a transfer that nobody has taken yet
   * @param record null for what followed from one
   * @param transfer null for what others than the job have written
   */
  Item(Place place, Entry entry, Logged record, Message transfer) {
    this.place = place;
    this.entry = entry;
    this.record = record;
    this.transfer = transfer;
  }

  Place place() {
    return place;
  }

  Entry entry() {
    return entry;
  }

  boolean isTransfer() {
    return transfer != null;
  }

  /** Whether it is what followed from a record, not the record. */
  boolean isFollowed() {
    return entry != null && entry.isFollowed();
  }

  Message transfer() {
    return transfer;
  }

  /** Decoded anew each time: objects of millions would not fit. */
  Decoded decoded(Reading reading) {
    return reading.input(place.topic(), record.value());
  }

  /** The log's, epoch millis. */
  long timestamp() {
    return record.timestamp();
  }

  // ---- on its way ---------------------------------------------------------------------------

  /** By whom it comes next, or null: then its lead is next. */
  Passed next() {
    return passed < entry.passed().size() ? entry.passed().get(passed) : null;
  }

  void pass() {
    passed++;
  }

  /** Whether it has come to the one of that name; what is sent, whether it has been at all. */
  boolean isAt(String key) {
    return isSent() && next() != null && next().key().equals(key);
  }

  /** Whether it has come to its lead. */
  boolean isAtItsLead() {
    return isSent() && next() == null;
  }

  private boolean isSent() {
    return isFollowed() ? word != null : transfer == null || letter != null;
  }

  void tells(Message told) {
    word = told;
  }

  /** What followed from a record that was sent. */
  void tells(Message told, Letter with) {
    word = told;
    letter = with;
  }

  Message word() {
    return word;
  }

  void send(Letter sent) {
    letter = sent;
  }

  Letter letter() {
    return letter;
  }

  void names(String lead) {
    leadId = lead;
  }

  String leadId() {
    return leadId;
  }

  /** It is somebody's who is known by another name. */
  void comesFrom(Source path) {
    source = path;
  }

  Source source() {
    return source;
  }

  void brings(History history) {
    brought = history;
  }

  Optional<History> brought() {
    return Optional.ofNullable(brought);
  }

  void becomes(Order made) {
    order = made;
  }

  /** Null where it is judged as any other record. */
  Order order() {
    return order;
  }
}
