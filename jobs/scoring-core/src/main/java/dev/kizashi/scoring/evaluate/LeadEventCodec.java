package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Who.Passed;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An event as bytes, a part of {@link MessageCodec}'s. */
final class LeadEventCodec {
  private static final int STATION_MASK = 7;
  private static final int EMAIL = 8;
  private static final int VISITOR = 16;
  private static final int SOURCE = 32;
  private static final int REACHES = 64;
  private static final int BROUGHT = 128;

  private LeadEventCodec() {}

  static void write(LeadEvent event, ByteWriter out) {
    writeWho(event.who(), event.brought() != null, out);
    writeOrigin(event.origin(), out);
    out.writeLong(event.eventKey());
    out.writeSigned(event.occurredAt());
    out.writeUnsigned(event.hits().size());
    for (Hit hit : event.hits()) {
      out.writeInt(hit.signal());
      out.writeText(hit.asset());
    }
    out.writeUnsigned(event.mark());
    out.writeText(event.campaign());
    TraitsCodec.write(event.traits(), out);
    writeTexts(event.attributes(), out);
    out.writeByte(event.crm() == null ? 0 : event.crm().kind().code());
    if (event.crm() != null) {
      writeCrm(event.crm(), out);
    }
    if (event.brought() != null) {
      writeBrought(event.brought(), out);
    }
  }

  static LeadEvent read(ByteReader in) {
    int flags = in.readByte();
    Who who = readWho(flags, in);
    Origin origin = readOrigin(in);
    long eventKey = in.readLong();
    long occurredAt = in.readSigned();
    int size = (int) in.readUnsigned();
    List<Hit> hits = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      hits.add(new Hit(in.readInt(), in.readText()));
    }
    int mark = (int) in.readUnsigned();
    String campaign = in.readText();
    Traits traits = TraitsCodec.read(in);
    Map<String, String> attributes = readTexts(in);
    byte kind = in.readByte();
    CrmUpdate crm = kind == 0 ? null : readCrm(CrmUpdate.Kind.ofCode(kind), in);
    Brought brought = (flags & BROUGHT) == 0 ? null : readBrought(in);
    return new LeadEvent(
        who, origin, eventKey, occurredAt, hits, mark, campaign, traits, attributes, crm, brought);
  }

  /** Whom it is about: for most events a byte and the lead's id. */
  private static void writeWho(Who who, boolean brought, ByteWriter out) {
    int flags =
        who.station().code()
            | (who.email() == null ? 0 : EMAIL)
            | (who.visitorId() == null ? 0 : VISITOR)
            | (who.source().isEmpty() ? 0 : SOURCE)
            | (who.reaches() ? REACHES : 0)
            | (brought ? BROUGHT : 0);
    out.writeByte(flags);
    out.writeText(who.leadId());
    if (who.email() != null) {
      out.writeText(who.email());
    }
    if (who.visitorId() != null) {
      out.writeText(who.visitorId());
    }
    if (!who.source().isEmpty()) {
      out.writeText(who.source());
      out.writeUnsigned(who.order());
    }
    out.writeUnsigned(who.passed().size());
    for (Passed passed : who.passed()) {
      out.writeText(passed.key());
      out.writeUnsigned(passed.number());
    }
  }

  private static Who readWho(int flags, ByteReader in) {
    String leadId = in.readText();
    String email = (flags & EMAIL) == 0 ? null : in.readText();
    String visitorId = (flags & VISITOR) == 0 ? null : in.readText();
    String source = (flags & SOURCE) == 0 ? "" : in.readText();
    long order = (flags & SOURCE) == 0 ? 0 : in.readUnsigned();
    int size = (int) in.readUnsigned();
    List<Passed> passed = size == 0 ? List.of() : new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      passed.add(new Passed(in.readText(), in.readUnsigned()));
    }
    return new Who(
        Station.ofCode(flags & STATION_MASK),
        leadId,
        email,
        visitorId,
        source,
        order,
        (flags & REACHES) != 0,
        passed);
  }

  static void writeOrigin(Origin origin, ByteWriter out) {
    out.writeByte(origin.topic().code());
    out.writeUnsigned(origin.partition());
    out.writeUnsigned(origin.offset());
  }

  static Origin readOrigin(ByteReader in) {
    return new Origin(InputTopic.ofCode(in.readByte()), (int) in.readUnsigned(), in.readUnsigned());
  }

  private static void writeBrought(Brought brought, ByteWriter out) {
    out.writeText(brought.path());
    out.writeSigned(brought.latest());
    HistoryCodec.write(brought.history(), brought.latest(), out);
    ProfileCodec.writeValues(brought.answers(), brought.latest(), out);
  }

  private static Brought readBrought(ByteReader in) {
    String path = in.readText();
    long latest = in.readSigned();
    History history = new History();
    HistoryCodec.read(history, latest, in);
    return new Brought(path, history, ProfileCodec.readValues(latest, in), latest);
  }

  private static void writeTexts(Map<String, String> texts, ByteWriter out) {
    out.writeUnsigned(texts.size());
    texts.forEach(
        (name, text) -> {
          out.writeText(name);
          out.writeText(text);
        });
  }

  private static Map<String, String> readTexts(ByteReader in) {
    int size = (int) in.readUnsigned();
    if (size == 0) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < size; i++) {
      texts.put(in.readText(), in.readText());
    }
    return texts;
  }

  private static void writeCrm(CrmUpdate crm, ByteWriter out) {
    writeTexts(crm.attributes(), out);
    out.writeText(crm.email());
    out.writeText(crm.accountId());
    out.writeText(crm.owner());
    out.writeText(crm.reason());
    out.writeText(crm.stage());
    out.writeText(crm.otherLeadId());
    out.writeText(crm.alertId());
  }

  private static CrmUpdate readCrm(CrmUpdate.Kind kind, ByteReader in) {
    return new CrmUpdate(
        kind,
        readTexts(in),
        in.readText(),
        in.readText(),
        in.readText(),
        in.readText(),
        in.readText(),
        in.readText(),
        in.readText());
  }
}
