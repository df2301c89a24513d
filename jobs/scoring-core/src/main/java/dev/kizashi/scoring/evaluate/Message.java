package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.facts.History;
import java.util.List;

/**
 * What is sent to somebody that state is kept for. Behaviour and the CRM's words are {@link
 * LeadEvent}s; the others keep everybody's history in one place: see decision 9. Times are epoch
 * millis; {@code order} is the register's number, which tells what was sent before an erasure;
 * {@code origin} is the input record that this is about, or null; {@code cause} the one that led to
 * it, where that record's own fate is told elsewhere: a lead that takes such a message tells of it
 * as {@link Fate#FOLLOWED}, and of one cause at most once.
 */
public sealed interface Message
    permits LeadEvent,
        Message.Claim,
        Message.Claimed,
        Message.ClaimSettled,
        Message.Unclaim,
        Message.Unname,
        Message.MergeAddress,
        Message.EraseAddress,
        Message.MoveTo,
        Message.Joins,
        Message.Recall,
        Message.GiveBack,
        Message.ComesBack,
        Message.Erase,
        Message.Remove {
  /** Who it is for. */
  Station station();

  /** The id within the station. */
  String key();

  /** The input record whose fate is told when this has been dealt with, or null. */
  Origin origin();

  /** The same by way of a record, whose fate is told in the end. */
  default Message from(Origin record) {
    if (this instanceof LeadEvent event) {
      return event.by(record);
    }
    if (this instanceof Claim it) {
      return new Claim(it.address(), it.leadId(), it.occurredAt(), record);
    }
    if (this instanceof Unclaim it) {
      return new Unclaim(it.address(), it.leadId(), it.occurredAt(), it.order(), record);
    }
    if (this instanceof MergeAddress it) {
      return new MergeAddress(it.address(), it.leadId(), it.occurredAt(), record);
    }
    if (this instanceof Unname it) {
      return new Unname(it.visitorId(), it.leadId(), it.at(), record);
    }
    if (this instanceof Joins it) {
      return new Joins(
          it.leadId(),
          it.path(),
          it.history(),
          it.clock(),
          it.occurredAt(),
          it.order(),
          it.record(),
          record);
    }
    if (this instanceof GiveBack it) {
      return new GiveBack(it.leadId(), it.path(), it.to(), it.order(), it.record(), record);
    }
    if (this instanceof ComesBack it) {
      return new ComesBack(it.leadId(), it.history(), it.clock(), it.order(), record);
    }
    if (this instanceof Remove it) {
      return new Remove(it.leadId(), it.path(), it.occurredAt(), it.order(), record);
    }
    throw new IllegalStateException("it does not travel by record: " + getClass());
  }

  /** By what state is kept. The numbers stand in records of {@code lead-transfers}. */
  enum Station {
    ADDRESSES(1),
    VISITORS(2),
    MERGES(3),
    LEADS(4);

    private final int code;

    Station(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException when no station has that code
     */
    public static Station ofCode(int code) {
      for (Station station : values()) {
        if (station.code == code) {
          return station;
        }
      }
      throw new IllegalArgumentException("no station has the code " + code);
    }
  }

  /** The register's only key. */
  String EVERYBODY = "merges";

  /** To an address: it is a lead's from now on. */
  record Claim(String address, String leadId, long occurredAt, Origin origin) implements Message {
    @Override
    public Station station() {
      return Station.ADDRESSES;
    }

    @Override
    public String key() {
      return address;
    }
  }

  /** To an address: the lead that had claimed it is erased. */
  record Unclaim(String address, String leadId, long occurredAt, long order, Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.ADDRESSES;
    }

    @Override
    public String key() {
      return address;
    }
  }

  /**
   * To a visitor: whoever was named so is erased.
   *
   * @param at the time of the one naming that this is about, or null for all of that lead
   */
  record Unname(String visitorId, String leadId, Long at, Origin origin) implements Message {
    @Override
    public Station station() {
      return Station.VISITORS;
    }

    @Override
    public String key() {
      return visitorId;
    }
  }

  /** To the register: whoever went by the address is the lead that claims it. */
  record MergeAddress(String address, String leadId, long occurredAt, Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.MERGES;
    }

    @Override
    public String key() {
      return EVERYBODY;
    }
  }

  /**
   * To whoever goes by an address: it is a lead's now.
   *
   * @param number of the claim among all that the address was asked for
   * @param wentBy whether somebody was sent here by the address since the claim before: that may
   *     arrive only after this
   * @param cause the claim
   */
  record Claimed(
      String address, String leadId, long occurredAt, long number, boolean wentBy, Origin cause)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return address;
    }

    @Override
    public Origin origin() {
      return null;
    }
  }

  /**
   * By the register to whoever may go by an address: the lead that had claimed it is erased.
   *
   * @param order of the erasure
   * @param number the register's, of this; 0 until it has come by there
   * @param cause by which the address was given up
   */
  record EraseAddress(
      Station station,
      String address,
      String leadId,
      long occurredAt,
      long order,
      long number,
      Origin cause)
      implements Message {
    @Override
    public String key() {
      return station == Station.LEADS ? address : EVERYBODY;
    }

    @Override
    public Origin origin() {
      return null;
    }
  }

  /**
   * To whoever goes by an address that was claimed: they are one already, or apart for good.
   *
   * @param cause the question whether they are
   */
  record ClaimSettled(String address, String leadId, Origin cause) implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return address;
    }

    @Override
    public Origin origin() {
      return null;
    }
  }

  /**
   * To a lead: it has become part of another.
   *
   * @param record the CRM's, or null where an address was claimed
   * @param cause the CRM's record, or the question whether somebody goes by the address
   */
  record MoveTo(
      String leadId, String to, long occurredAt, long order, LeadEvent record, Origin cause)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }

    @Override
    public Origin origin() {
      return record == null ? null : record.origin();
    }
  }

  /**
   * To a lead: the history of one that has become part of it.
   *
   * @param path under which its facts lie from now on
   * @param clock of the lead that moved; {@link Long#MIN_VALUE} when it was never judged
   * @param record the CRM's, or null where an address was claimed
   */
  record Joins(
      String leadId,
      String path,
      History history,
      long clock,
      long occurredAt,
      long order,
      LeadEvent record,
      Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }
  }

  /** To a lead that is merged: it is to be one of its own again. */
  record Recall(String leadId, long order, LeadEvent record) implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }

    @Override
    public Origin origin() {
      return record.origin();
    }
  }

  /** To the lead that has them: what lies under a path goes back to whose it was. */
  record GiveBack(
      String leadId, String path, String to, long order, LeadEvent record, Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }
  }

  /**
   * To a lead that was merged: its history is its own again.
   *
   * @param clock of the lead that had it, when it was judged without it
   * @param order by which it was asked for; 0 where nobody has yet
   */
  record ComesBack(String leadId, History history, long clock, long order, Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }
  }

  /**
   * To a lead: nothing of it is to remain.
   *
   * @param alone whether what it is merged into has to part with its facts
   * @param erased all leads that are erased by the same record; what it has of others is on its way
   *     back to them
   * @param named whether the record names it; else it goes with another
   * @param cause the CRM's record, or that by which its address was given up
   */
  record Erase(
      String leadId,
      long occurredAt,
      boolean alone,
      List<String> erased,
      long order,
      boolean named,
      Origin cause)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }

    @Override
    public Origin origin() {
      return named ? cause : null;
    }
  }

  /** To the lead that has them: what lies under a path is erased. */
  record Remove(String leadId, String path, long occurredAt, long order, Origin origin)
      implements Message {
    @Override
    public Station station() {
      return Station.LEADS;
    }

    @Override
    public String key() {
      return leadId;
    }
  }
}
