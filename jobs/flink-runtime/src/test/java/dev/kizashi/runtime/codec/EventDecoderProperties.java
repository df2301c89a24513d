package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.scoring.signals.InputTopic;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The straight way and Avro's own resolution, over the same bytes. */
class EventDecoderProperties {
  private static final int OURS = 100;
  private static final int THEIRS = 200;

  private static final List<String> TEXTS =
      List.of("", "e1", "L1", "ann@acme.example", "a@b@c", "mql", "価格", "\uD83D\uDE00", "x\ny");

  private final EventDecoder decoder = new EventDecoder(new WriterSchemas(registry()));
  private final OccurredAt occurredAt = new OccurredAt(new WriterSchemas(registry()));

  /** A record under another name has the same bytes and is not our layout. */
  private static StubRegistry registry() {
    StubRegistry registry = new StubRegistry();
    for (InputTopic topic : InputRecords.SCHEMAS.keySet()) {
      String ours = Samples.registered(topic);
      String name = InputRecords.SCHEMAS.get(topic).getName();
      registry
          .with(OURS + topic.ordinal(), ours)
          .with(
              THEIRS + topic.ordinal(),
              ours.replace("\"name\":\"" + name + "\"", "\"name\":\"Theirs\""));
    }
    return registry;
  }

  record Sample(InputTopic topic, GenericRecord record) {
    byte[] framed(int base) {
      return Samples.framed(base + topic.ordinal(), record.getSchema(), record);
    }
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(InputRecords.SCHEMAS.keySet())
        .flatMap(
            topic ->
                record(new Schema.Parser().parse(Samples.registered(topic)))
                    .map(record -> new Sample(topic, record)));
  }

  private static Arbitrary<GenericRecord> record(Schema schema) {
    return Combinators.combine(
            schema.getFields().stream().map(field -> value(field.schema())).toList())
        .as(
            values -> {
              GenericRecord record = new GenericData.Record(schema);
              for (int i = 0; i < values.size(); i++) {
                record.put(i, values.get(i) == Absent.ABSENT ? null : values.get(i));
              }
              return record;
            });
  }

  /** Combinators take no nulls in lists. */
  private enum Absent {
    ABSENT
  }

  private static Arbitrary<Object> value(Schema schema) {
    return switch (schema.getType()) {
      case UNION ->
          Arbitraries.oneOf(
              Arbitraries.just((Object) Absent.ABSENT), value(schema.getTypes().get(1)));
      case STRING -> Arbitraries.of(TEXTS).map(text -> (Object) text);
      case LONG -> Arbitraries.longs().map(number -> (Object) number);
      case BOOLEAN -> Arbitraries.of(true, false).map(flag -> (Object) flag);
      case ENUM ->
          Arbitraries.of(schema.getEnumSymbols())
              .map(symbol -> (Object) new GenericData.EnumSymbol(schema, symbol));
      case MAP ->
          Arbitraries.maps(Arbitraries.of(TEXTS), Arbitraries.of(TEXTS))
              .ofMaxSize(4)
              .map(map -> (Object) map);
      case RECORD -> record(schema).map(record -> (Object) record);
      case BYTES ->
          Arbitraries.longs()
              .map(
                  unscaled ->
                      (Object)
                          new org.apache.avro.Conversions.DecimalConversion()
                              .toBytes(
                                  java.math.BigDecimal.valueOf(unscaled, 4),
                                  schema,
                                  LogicalTypes.decimal(20, 4)));
      default -> throw new AssertionError("no input has a " + schema.getType());
    };
  }

  @Property(tries = 500)
  void both_ways_agree(@ForAll("samples") Sample sample) {
    byte[] ours = sample.framed(OURS);
    byte[] theirs = sample.framed(THEIRS);

    Decoded straight = decoder.decode(sample.topic(), ours);
    assertThat(told(straight)).isEqualTo(told(decoder.decode(sample.topic(), theirs)));
    assertThat(told(straight)).isNotEqualTo(DeadLetterReason.UNDECODABLE);
    assertThat(occurredAt.read(sample.topic(), ours))
        .isEqualTo(sample.record().get("occurred_at"))
        .isEqualTo(occurredAt.read(sample.topic(), theirs));
  }

  @Property(tries = 2_000)
  void no_corruption_gets_through_and_both_ways_agree_on_it(
      @ForAll("samples") Sample sample, @ForAll long seed) {
    byte[] ours = sample.framed(OURS);
    byte[] body = corrupted(Arrays.copyOfRange(ours, WireFormat.HEADER_BYTES, ours.length), seed);
    int position = sample.topic().ordinal();

    byte[] straight = WireFormat.frame(OURS + position, body);
    byte[] resolved = WireFormat.frame(THEIRS + position, body);

    long before = allocated();
    Decoded decoded = decoder.decode(sample.topic(), straight);
    Decoded other = decoder.decode(sample.topic(), resolved);
    long bytes = allocated() - before;

    assertThat(told(decoded)).isEqualTo(told(other));
    assertThat(bytes).isLessThan(8_000_000);
    occurredAt.read(sample.topic(), straight);
    occurredAt.read(sample.topic(), resolved);
  }

  private static byte[] corrupted(byte[] body, long seed) {
    Random random = new Random(seed);
    byte[] bytes = body;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          // A length of up to 2 GB where something else was.
          for (int j = at; j < Math.min(at + 4, bytes.length); j++) {
            bytes[j] = (byte) 0xff;
          }
        }
      }
    }
    return bytes;
  }

  /** What tells one answer from another; in what words a record is refused does not. */
  private static Object told(Decoded decoded) {
    return decoded.<Object>fold(
        behaviour -> behaviour.event().flat(), crm -> crm, Unusable::reason);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
