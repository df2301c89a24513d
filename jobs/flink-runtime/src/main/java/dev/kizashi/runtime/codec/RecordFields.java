package dev.kizashi.runtime.codec;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;

/** The fields of a generic or specific Avro record of one of our schemas. */
final class RecordFields implements OrderedFields {
  private final IndexedRecord record;
  private int position;

  RecordFields(IndexedRecord record) {
    this.record = record;
  }

  @Override
  public String text() {
    return next().toString();
  }

  @Override
  public String optionalText() {
    Object value = next();
    return value == null ? null : value.toString();
  }

  @Override
  public Long optionalNumber() {
    return (Long) next();
  }

  @Override
  public int count() {
    return (Integer) next();
  }

  @Override
  public long time() {
    Object value = next();
    return value instanceof Instant instant ? instant.toEpochMilli() : (Long) value;
  }

  @Override
  public boolean flag() {
    return (Boolean) next();
  }

  @Override
  public String symbol(List<String> symbols) {
    return next().toString();
  }

  @Override
  public BigDecimal optionalDecimal(int scale) {
    Object value = next();
    if (value instanceof ByteBuffer buffer) {
      return AvroBytes.decimal(
          buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining(), scale);
    }
    return (BigDecimal) value;
  }

  @Override
  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    ((Map<?, ?>) next()).forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }

  @Override
  public OrderedFields optionalRecord() {
    Object value = next();
    return value == null ? null : new RecordFields((IndexedRecord) value);
  }

  private Object next() {
    return record.get(position++);
  }
}
