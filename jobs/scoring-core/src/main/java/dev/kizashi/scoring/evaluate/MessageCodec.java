package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.ComesBack;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.GiveBack;
import dev.kizashi.scoring.evaluate.Message.Joins;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Recall;
import dev.kizashi.scoring.evaluate.Message.Remove;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.facts.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as bytes: across the shuffle, in {@code lead-transfers}, and in the state of a lead that
 * waits for its facts. The kind comes first, so that a reader tells what it does not know.
 */
public final class MessageCodec {
  /** The form written; it stands before a message that leaves the job. */
  public static final int VERSION = 1;

  private static final int EVENT = 1;
  private static final int CLAIM = 2;
  private static final int UNCLAIM = 3;
  private static final int UNNAME = 4;
  private static final int MERGE_ADDRESS = 5;
  private static final int ERASE_ADDRESS = 6;
  private static final int MOVE_TO = 7;
  private static final int JOINS = 8;
  private static final int RECALL = 9;
  private static final int GIVE_BACK = 10;
  private static final int COMES_BACK = 11;
  private static final int ERASE = 12;
  private static final int REMOVE = 13;
  private static final int CLAIMED = 14;
  private static final int CLAIM_SETTLED = 15;

  private MessageCodec() {}

  /** Appends the message to {@code out}. */
  public static void write(Message message, ByteWriter out) {
    if (message instanceof LeadEvent event) {
      out.writeByte(EVENT);
      LeadEventCodec.write(event, out);
    } else if (message instanceof Claim claim) {
      out.writeByte(CLAIM);
      out.writeText(claim.address());
      out.writeText(claim.leadId());
      out.writeSigned(claim.occurredAt());
      writeOrigin(claim.origin(), out);
    } else if (message instanceof Unclaim unclaim) {
      out.writeByte(UNCLAIM);
      out.writeText(unclaim.address());
      out.writeText(unclaim.leadId());
      out.writeSigned(unclaim.occurredAt());
      out.writeUnsigned(unclaim.order());
      writeOrigin(unclaim.origin(), out);
    } else if (message instanceof Unname unname) {
      out.writeByte(UNNAME);
      out.writeText(unname.visitorId());
      out.writeText(unname.leadId());
      out.writeByte(unname.at() == null ? 0 : 1);
      if (unname.at() != null) {
        out.writeSigned(unname.at());
      }
      writeOrigin(unname.origin(), out);
    } else if (message instanceof MergeAddress merge) {
      out.writeByte(MERGE_ADDRESS);
      out.writeText(merge.address());
      out.writeText(merge.leadId());
      out.writeSigned(merge.occurredAt());
      writeOrigin(merge.origin(), out);
    } else if (message instanceof Claimed claimed) {
      out.writeByte(CLAIMED);
      out.writeText(claimed.address());
      out.writeText(claimed.leadId());
      out.writeSigned(claimed.occurredAt());
      out.writeUnsigned(claimed.number());
      out.writeByte(claimed.wentBy() ? 1 : 0);
      writeOrigin(claimed.cause(), out);
    } else if (message instanceof ClaimSettled settled) {
      out.writeByte(CLAIM_SETTLED);
      out.writeText(settled.address());
      out.writeText(settled.leadId());
      writeOrigin(settled.cause(), out);
    } else if (message instanceof EraseAddress erase) {
      out.writeByte(ERASE_ADDRESS);
      out.writeByte(erase.station().code());
      out.writeText(erase.address());
      out.writeText(erase.leadId());
      out.writeSigned(erase.occurredAt());
      out.writeUnsigned(erase.order());
      out.writeUnsigned(erase.number());
      writeOrigin(erase.cause(), out);
    } else {
      writeMove(message, out);
    }
  }

  /** Between leads. */
  private static void writeMove(Message message, ByteWriter out) {
    if (message instanceof MoveTo move) {
      out.writeByte(MOVE_TO);
      out.writeText(move.leadId());
      out.writeText(move.to());
      out.writeSigned(move.occurredAt());
      out.writeUnsigned(move.order());
      writeRecord(move.record(), out);
      writeOrigin(move.cause(), out);
    } else if (message instanceof Joins joins) {
      out.writeByte(JOINS);
      out.writeText(joins.leadId());
      out.writeText(joins.path());
      out.writeLong(joins.clock());
      HistoryCodec.write(joins.history(), joins.clock(), out);
      out.writeSigned(joins.occurredAt());
      out.writeUnsigned(joins.order());
      writeRecord(joins.record(), out);
      writeOrigin(joins.origin(), out);
    } else if (message instanceof Recall recall) {
      out.writeByte(RECALL);
      out.writeText(recall.leadId());
      out.writeUnsigned(recall.order());
      writeRecord(recall.record(), out);
    } else if (message instanceof GiveBack give) {
      out.writeByte(GIVE_BACK);
      out.writeText(give.leadId());
      out.writeText(give.path());
      out.writeText(give.to());
      out.writeUnsigned(give.order());
      writeRecord(give.record(), out);
      writeOrigin(give.origin(), out);
    } else if (message instanceof ComesBack back) {
      out.writeByte(COMES_BACK);
      out.writeText(back.leadId());
      out.writeLong(back.clock());
      HistoryCodec.write(back.history(), back.clock(), out);
      out.writeUnsigned(back.order());
      writeOrigin(back.origin(), out);
    } else if (message instanceof Erase erase) {
      out.writeByte(ERASE);
      out.writeText(erase.leadId());
      out.writeSigned(erase.occurredAt());
      out.writeByte(erase.alone() ? 1 : 0);
      out.writeUnsigned(erase.erased().size());
      erase.erased().forEach(out::writeText);
      out.writeUnsigned(erase.order());
      out.writeByte(erase.named() ? 1 : 0);
      writeOrigin(erase.cause(), out);
    } else if (message instanceof Remove remove) {
      out.writeByte(REMOVE);
      out.writeText(remove.leadId());
      out.writeText(remove.path());
      out.writeSigned(remove.occurredAt());
      out.writeUnsigned(remove.order());
      writeOrigin(remove.origin(), out);
    } else {
      throw new IllegalStateException("a message that has no form in bytes: " + message.getClass());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a kind that this class does not know
   */
  public static Message read(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case EVENT -> LeadEventCodec.read(in);
      case CLAIM -> new Claim(in.readText(), in.readText(), in.readSigned(), readOrigin(in));
      case UNCLAIM ->
          new Unclaim(
              in.readText(), in.readText(), in.readSigned(), in.readUnsigned(), readOrigin(in));
      case UNNAME ->
          new Unname(
              in.readText(),
              in.readText(),
              in.readByte() == 0 ? null : (Long) in.readSigned(),
              readOrigin(in));
      case MERGE_ADDRESS ->
          new MergeAddress(in.readText(), in.readText(), in.readSigned(), readOrigin(in));
      case CLAIM_SETTLED -> new ClaimSettled(in.readText(), in.readText(), readOrigin(in));
      case CLAIMED ->
          new Claimed(
              in.readText(),
              in.readText(),
              in.readSigned(),
              in.readUnsigned(),
              in.readByte() == 1,
              readOrigin(in));
      case ERASE_ADDRESS ->
          new EraseAddress(
              Station.ofCode(in.readByte()),
              in.readText(),
              in.readText(),
              in.readSigned(),
              in.readUnsigned(),
              in.readUnsigned(),
              readOrigin(in));
      case MOVE_TO ->
          new MoveTo(
              in.readText(),
              in.readText(),
              in.readSigned(),
              in.readUnsigned(),
              readRecord(in),
              readOrigin(in));
      case JOINS -> {
        String leadId = in.readText();
        String path = in.readText();
        long clock = in.readLong();
        yield new Joins(
            leadId,
            path,
            readHistory(clock, in),
            clock,
            in.readSigned(),
            in.readUnsigned(),
            readRecord(in),
            readOrigin(in));
      }
      case RECALL -> new Recall(in.readText(), in.readUnsigned(), readRecord(in));
      case GIVE_BACK ->
          new GiveBack(
              in.readText(),
              in.readText(),
              in.readText(),
              in.readUnsigned(),
              readRecord(in),
              readOrigin(in));
      case COMES_BACK -> {
        String leadId = in.readText();
        long clock = in.readLong();
        yield new ComesBack(
            leadId, readHistory(clock, in), clock, in.readUnsigned(), readOrigin(in));
      }
      case ERASE ->
          new Erase(
              in.readText(),
              in.readSigned(),
              in.readByte() == 1,
              readTexts(in),
              in.readUnsigned(),
              in.readByte() == 1,
              readOrigin(in));
      case REMOVE ->
          new Remove(
              in.readText(), in.readText(), in.readSigned(), in.readUnsigned(), readOrigin(in));
      default -> throw new IllegalStateException("a message of kind " + kind + " is not known");
    };
  }

  private static List<String> readTexts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (long left = in.readUnsigned(); left > 0; left--) {
      texts.add(in.readText());
    }
    return texts;
  }

  private static History readHistory(long clock, ByteReader in) {
    History history = new History();
    HistoryCodec.read(history, clock, in);
    return history;
  }

  private static void writeRecord(LeadEvent record, ByteWriter out) {
    out.writeByte(record == null ? 0 : 1);
    if (record != null) {
      LeadEventCodec.write(record, out);
    }
  }

  private static LeadEvent readRecord(ByteReader in) {
    return in.readByte() == 0 ? null : LeadEventCodec.read(in);
  }

  private static void writeOrigin(Origin origin, ByteWriter out) {
    out.writeByte(origin == null ? 0 : 1);
    if (origin != null) {
      LeadEventCodec.writeOrigin(origin, out);
    }
  }

  private static Origin readOrigin(ByteReader in) {
    return in.readByte() == 0 ? null : LeadEventCodec.readOrigin(in);
  }
}
