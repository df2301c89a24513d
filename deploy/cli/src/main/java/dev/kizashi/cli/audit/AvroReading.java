package dev.kizashi.cli.audit;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.OutputDecoder;
import dev.kizashi.runtime.codec.TransferDecoder;
import dev.kizashi.runtime.codec.UnusableException;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Avro in the registry's frame, by the schemas that the records were written with. */
final class AvroReading implements Reading {
  private static final Map<OutputTopic, Class<? extends SpecificRecord>> RECORDS =
      Map.of(
          OutputTopic.LEAD_SCORES, LeadScore.class,
          OutputTopic.STAGE_CHANGES, StageChange.class,
          OutputTopic.SALES_ALERTS, SalesAlert.class,
          OutputTopic.AUDIT_TRAIL, AuditEntry.class);

  /** Where a transfer stands is told by the ledger. */
  private static final LeadEvent.Origin NOWHERE =
      new LeadEvent.Origin(InputTopic.LEAD_TRANSFERS, 0, 0);

  private final EventDecoder inputs;
  private final TransferDecoder transfers;
  private final OutputDecoder outputs;

  AvroReading(SchemaRegistry registry) {
    this.inputs = new EventDecoder(new WriterSchemas(registry));
    this.transfers = new TransferDecoder(new WriterSchemas(registry));
    this.outputs = new OutputDecoder(registry);
  }

  @Override
  public Decoded input(InputTopic topic, byte[] value) {
    return inputs.decode(topic, value);
  }

  @Override
  public Message transfer(byte[] value) {
    try {
      return transfers.decode(value, NOWHERE).message();
    } catch (UnusableException e) {
      return null;
    }
  }

  @Override
  public SpecificRecord output(OutputTopic topic, byte[] value) {
    try {
      return outputs.decode(RECORDS.get(topic), value);
    } catch (UnusableException e) {
      return null;
    }
  }
}
