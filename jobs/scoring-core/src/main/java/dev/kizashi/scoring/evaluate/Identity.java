package dev.kizashi.scoring.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a lead's state knows of its other names: for most leads nothing but an address. */
public final class Identity {
  private static final long NEVER_ERASED = Long.MIN_VALUE;
  private static final long ADDRESS_BYTES = 120;
  private static final long MESSAGE_BYTES = 500;

  private final Set<String> addresses = new TreeSet<>();
  private String movedTo;
  private long movedBy;
  private long refusesUntil = NEVER_ERASED;
  private long erasedBy;
  private List<Message> held;
  private Message.Claimed claimed;

  /** The addresses that the lead has claimed, normalised. */
  public Set<String> addresses() {
    return addresses;
  }

  /** The lead that this one is merged into, or null. */
  public String movedTo() {
    return movedTo;
  }

  /**
   * The register's number of the order that merged it, or by which its facts are to come back;
   * meaningless where it is neither.
   */
  public long movedBy() {
    return movedBy;
  }

  public void moveTo(String leadId, long order) {
    movedTo = leadId;
    movedBy = order;
  }

  /** Whether what occurred then is refused, since the lead was erased later. */
  public boolean refuses(long occurredAt) {
    return occurredAt <= refusesUntil;
  }

  /** Whether an order of the register was given before the lead was erased. */
  public boolean isOutdated(long order) {
    return order < erasedBy;
  }

  /** The lead begins anew after it was erased. */
  public void beginAnew(long erasedAt, long order) {
    refusesUntil = erasedAt;
    erasedBy = order;
  }

  /** The register's number of the order that erased the lead; 0 when none did. */
  public long erasedBy() {
    return erasedBy;
  }

  /**
   * The claim of the address that this lead would go by, where an event from before it may still
   * arrive; else null.
   */
  public Message.Claimed claimed() {
    return claimed;
  }

  public void claimed(Message.Claimed claim) {
    claimed = claim;
  }

  /** Whether the lead's facts are on their way back to it; until then everything waits. */
  public boolean isReturning() {
    return held != null;
  }

  /** What arrives from now on waits for the facts that are asked for by an order. */
  public void awaitReturn(long order) {
    movedTo = null;
    movedBy = order;
    held = new ArrayList<>();
  }

  public void hold(Message message) {
    held.add(message);
  }

  /** What has arrived meanwhile, in order. */
  public List<Message> held() {
    return held;
  }

  /** The wait is over; what arrived meanwhile, in order. */
  public List<Message> release() {
    List<Message> released = held;
    held = null;
    return released;
  }

  /** About how many bytes of heap all of it takes. */
  long heapBytes() {
    long bytes = addresses.size() * ADDRESS_BYTES;
    if (held != null) {
      for (Message message : held) {
        bytes += MESSAGE_BYTES;
        if (message instanceof Message.Joins joins) {
          bytes += joins.history().heapBytes();
        }
      }
    }
    return bytes;
  }

  /** Whether there is anything to write. */
  boolean isKnown() {
    return !addresses.isEmpty()
        || movedTo != null
        || refusesUntil != NEVER_ERASED
        || held != null
        || claimed != null;
  }

  void write(ByteWriter out) {
    out.writeText(movedTo);
    out.writeUnsigned(movedBy);
    out.writeUnsigned(addresses.size());
    addresses.forEach(out::writeText);
    out.writeLong(refusesUntil);
    out.writeUnsigned(erasedBy);
    out.writeUnsigned(held == null ? 0 : held.size() + 1L);
    if (held != null) {
      held.forEach(message -> MessageCodec.write(message, out));
    }
    out.writeByte(claimed == null ? 0 : 1);
    if (claimed != null) {
      MessageCodec.write(claimed, out);
    }
  }

  void read(ByteReader in) {
    movedTo = in.readText();
    movedBy = in.readUnsigned();
    for (long left = in.readUnsigned(); left > 0; left--) {
      addresses.add(in.readText());
    }
    refusesUntil = in.readLong();
    erasedBy = in.readUnsigned();
    long waiting = in.readUnsigned();
    if (waiting > 0) {
      held = new ArrayList<>();
      for (long left = waiting - 1; left > 0; left--) {
        held.add(MessageCodec.read(in));
      }
    }
    claimed = in.readByte() == 0 ? null : (Message.Claimed) MessageCodec.read(in);
  }
}
