package dev.kizashi.leadscoring;

import static dev.kizashi.leadscoring.Scenario.pricingView;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The operator of leads by itself, on RocksDB unless it is said otherwise. */
final class LeadsHarness implements AutoCloseable {
  static final int MAX_PARALLELISM = 720;

  final KeyedTwoInputStreamOperatorTestHarness<String, Message, ConfigDocument, OutputRecord>
      operator;
  final LeadScoringOperator leads;
  private final int parallelism;
  private final int subtask;

  /**
   * @param activeBytes heap for leads that act
   */
  LeadsHarness(double idlePace, boolean audited, long activeBytes, int parallelism, int subtask)
      throws Exception {
    this(idlePace, audited, activeBytes, parallelism, subtask, new EmbeddedRocksDBStateBackend());
  }

  LeadsHarness(
      double idlePace,
      boolean audited,
      long activeBytes,
      int parallelism,
      int subtask,
      StateBackend backend)
      throws Exception {
    this.parallelism = parallelism;
    this.subtask = subtask;
    leads = new LeadScoringOperator(Scenario.settings(idlePace, audited, activeBytes));
    operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            leads, Message::key, null, Types.STRING, MAX_PARALLELISM, parallelism, subtask);
    operator.setStateBackend(backend);
  }

  boolean owns(String leadId) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(leadId, MAX_PARALLELISM, parallelism)
        == subtask;
  }

  void view(String leadId, long occurredAt, long offset) throws Exception {
    operator.processElement1(
        new StreamRecord<>(pricingView(leadId, occurredAt, offset), occurredAt));
  }

  void erase(String leadId, long occurredAt, long order) throws Exception {
    send(new Message.Erase(leadId, occurredAt, false, List.of(), order, false, null));
  }

  void send(Message message) throws Exception {
    operator.processElement1(new StreamRecord<>(message));
  }

  /** Tombstones among them. */
  List<OutputRecord> emittedRecords() {
    List<OutputRecord> records = operator.extractOutputValues();
    operator.getOutput().clear();
    return records;
  }

  void document(ConfigDocument document) throws Exception {
    operator.processElement2(new StreamRecord<>(document));
  }

  void watermark(long instant) throws Exception {
    operator.processWatermark1(new Watermark(instant));
  }

  int timers() {
    return operator.numEventTimeTimers();
  }

  List<SpecificRecord> emittedAll() {
    List<SpecificRecord> records = new ArrayList<>();
    for (OutputRecord record : operator.extractOutputValues()) {
      records.add(decoded(record));
    }
    operator.getOutput().clear();
    return records;
  }

  List<AuditEntry> trail() {
    return emitted(OutputTopic.AUDIT_TRAIL).stream().map(AuditEntry.class::cast).toList();
  }

  List<SpecificRecord> emitted(OutputTopic topic) {
    List<SpecificRecord> records = new ArrayList<>();
    for (OutputRecord record : operator.extractOutputValues()) {
      if (record.topic() == topic) {
        records.add(decoded(record));
      }
    }
    operator.getOutput().clear();
    return records;
  }

  private static SpecificRecord decoded(OutputRecord record) {
    Schema schema =
        switch (record.topic()) {
          case LEAD_SCORES -> LeadScore.getClassSchema();
          case STAGE_CHANGES -> StageChange.getClassSchema();
          case SALES_ALERTS -> SalesAlert.getClassSchema();
          case AUDIT_TRAIL -> AuditEntry.getClassSchema();
          default -> throw new IllegalArgumentException("no judgement: " + record.topic());
        };
    try {
      return new SpecificDatumReader<SpecificRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(record.value(), null));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    operator.close();
  }
}
