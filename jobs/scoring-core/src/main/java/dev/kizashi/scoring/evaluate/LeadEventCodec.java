package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A lead's event as bytes, for the shuffle: never in state, so it needs no version. */
public final class LeadEventCodec {
  private LeadEventCodec() {}

  public static void write(LeadEvent event, ByteWriter out) {
    out.writeText(event.leadId());
    out.writeByte(event.origin().topic().code());
    out.writeUnsigned(event.origin().partition());
    out.writeUnsigned(event.origin().offset());
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
  }

  public static LeadEvent read(ByteReader in) {
    String leadId = in.readText();
    LeadEvent.Origin origin =
        new LeadEvent.Origin(
            InputTopic.ofCode(in.readByte()), (int) in.readUnsigned(), in.readUnsigned());
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
    return new LeadEvent(
        leadId, origin, eventKey, occurredAt, hits, mark, campaign, traits, attributes, crm);
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
