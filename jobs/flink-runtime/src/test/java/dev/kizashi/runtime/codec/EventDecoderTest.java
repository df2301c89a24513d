package dev.kizashi.runtime.codec;

import static dev.kizashi.runtime.codec.DeadLetterReason.INVALID;
import static dev.kizashi.runtime.codec.DeadLetterReason.NO_IDENTITY;
import static dev.kizashi.runtime.codec.DeadLetterReason.TOO_LARGE;
import static dev.kizashi.runtime.codec.DeadLetterReason.UNDECODABLE;
import static dev.kizashi.runtime.codec.DeadLetterReason.UNKNOWN_SCHEMA;
import static dev.kizashi.runtime.codec.Samples.booth;
import static dev.kizashi.runtime.codec.Samples.click;
import static dev.kizashi.runtime.codec.Samples.crm;
import static dev.kizashi.runtime.codec.Samples.framed;
import static dev.kizashi.runtime.codec.Samples.mail;
import static dev.kizashi.runtime.codec.Samples.registered;
import static dev.kizashi.scoring.signals.InputTopic.CLICKSTREAM;
import static dev.kizashi.scoring.signals.InputTopic.CRM_UPDATES;
import static dev.kizashi.scoring.signals.InputTopic.EMAIL_ENGAGEMENT;
import static dev.kizashi.scoring.signals.InputTopic.OFFLINE_ACTIVITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kizashi.events.CrmKind;
import dev.kizashi.registry.RegistryDeniedException;
import dev.kizashi.registry.RegistryFaults;
import dev.kizashi.runtime.codec.Decoded.Behaviour;
import dev.kizashi.runtime.codec.Decoded.Crm;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventDecoderTest {
  private static final int UNREGISTERED = 99;
  private static final int NOT_AVRO = 50;
  private static final int ANOTHER_RECORD = 51;
  private static final int WIDER = 52;
  private static final int MICROS = 53;

  /** A newer or foreign producer: another order, and fields that we have never heard of. */
  private static final Schema WIDER_SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"ClickstreamEvent","namespace":"dev.kizashi.events","fields":[
                {"name":"chain","type":["null",{"type":"record","name":"Link","fields":[
                  {"name":"next","type":["null","Link"]}]}]},
                {"name":"score","type":"double"},
                {"name":"nothings","type":{"type":"array","items":"null"}},
                {"name":"type","type":"string"},
                {"name":"dwell_ms","type":["null","int"]},
                {"name":"visitor_id","type":"string"},
                {"name":"occurred_at","type":"long"},
                {"name":"event_id","type":"string"}]}
              """);

  private final StubRegistry registry =
      new StubRegistry()
          .with(1, registered(CLICKSTREAM))
          .with(2, registered(EMAIL_ENGAGEMENT))
          .with(3, registered(OFFLINE_ACTIVITY))
          .with(4, registered(CRM_UPDATES))
          .with(NOT_AVRO, "syntax = \"proto3\";")
          .with(ANOTHER_RECORD, registered("StageChange"))
          .with(WIDER, WIDER_SCHEMA)
          .with(MICROS, registered(CLICKSTREAM).replace("timestamp-millis", "timestamp-micros"));
  private final EventDecoder decoder = new EventDecoder(new WriterSchemas(registry));

  @Test
  void a_click_becomes_an_event_with_every_field_under_its_name() {
    Behaviour behaviour = (Behaviour) decoder.decode(CLICKSTREAM, framed(1, click().build()));

    assertThat(behaviour.event().topic()).isEqualTo(CLICKSTREAM);
    assertThat(behaviour.event().flat())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("event_id", "e1"),
                Map.entry("occurred_at", Samples.MONDAY.toEpochMilli()),
                Map.entry("type", "page_view"),
                Map.entry("visitor_id", "v1"),
                Map.entry("lead_id", "L1"),
                Map.entry("email", "ann@acme.example"),
                Map.entry("url", "https://example.com/pricing?ref=x"),
                Map.entry("host", "example.com"),
                Map.entry("path", "/pricing"),
                Map.entry("query_ref", "x"),
                Map.entry("referrer", "https://search.example/"),
                Map.entry("dwell_ms", 42_000L),
                Map.entry("dwell_seconds", 42.0),
                Map.entry("user_agent", "Mozilla/5.0"),
                Map.entry("ip", "192.0.2.7"),
                Map.entry("campaign_source", "newsletter"),
                Map.entry("campaign_medium", "email"),
                Map.entry("campaign_name", "spring"),
                Map.entry("campaign_term", "crm"),
                Map.entry("campaign_content", "hero"),
                Map.entry("country", "JP"),
                Map.entry("section", "価格")));
  }

  @Test
  void a_mail_engagement_keeps_its_own_fields() {
    Behaviour behaviour = (Behaviour) decoder.decode(EMAIL_ENGAGEMENT, framed(2, mail().build()));

    assertThat(behaviour.event().flat())
        .containsEntry("message_id", "msg-1")
        .containsEntry("campaign_id", "c-1")
        .containsEntry("link_url", "https://example.com/demo")
        .containsEntry("path", "/demo")
        .containsEntry("machine_open", true)
        .containsEntry("visitor_id", "v1")
        .containsEntry("list", "jp");
  }

  @Test
  void an_offline_activity_keeps_its_own_fields() {
    Behaviour behaviour = (Behaviour) decoder.decode(OFFLINE_ACTIVITY, framed(3, booth().build()));

    assertThat(behaviour.event().flat())
        .containsEntry("title", "Expo")
        .containsEntry("campaign", "spring")
        .containsEntry("hall", "3");
  }

  @Test
  void a_crm_record_becomes_an_update() {
    Decoded decoded = decoder.decode(CRM_UPDATES, framed(4, crm(CrmKind.WON).build()));

    assertThat(decoded)
        .isEqualTo(
            new Crm(
                "c1",
                Samples.MONDAY.toEpochMilli(),
                "L1",
                new CrmUpdate(
                    CrmUpdate.Kind.WON,
                    Map.of("title", "Director", "budget", ""),
                    "ann@acme.example",
                    "A1",
                    "sato",
                    "price",
                    "sql",
                    "L2",
                    "a-1")));
  }

  @ParameterizedTest
  @EnumSource(value = CrmKind.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void every_kind_that_the_schema_has_is_known(CrmKind kind) {
    Crm decoded = (Crm) decoder.decode(CRM_UPDATES, framed(4, crm(kind).build()));

    assertThat(decoded.update().kind().name()).isEqualTo(kind.name());
  }

  @Test
  void an_empty_address_of_a_crm_record_clears_and_a_missing_one_says_nothing() {
    Crm clears =
        (Crm)
            decoder.decode(
                CRM_UPDATES, framed(4, crm(CrmKind.PROFILE_UPSERTED).setEmail("").build()));
    Crm silent =
        (Crm)
            decoder.decode(
                CRM_UPDATES, framed(4, crm(CrmKind.PROFILE_UPSERTED).setEmail(null).build()));

    assertThat(clears.update().email()).isEmpty();
    assertThat(silent.update().email()).isNull();
  }

  @Test
  void rejected_and_lost_may_lack_a_reason() {
    for (CrmKind kind : new CrmKind[] {CrmKind.REJECTED, CrmKind.LOST}) {
      assertThat(decoder.decode(CRM_UPDATES, framed(4, crm(kind).setReason(null).build())))
          .isInstanceOf(Crm.class);
    }
  }

  @Test
  void empty_identities_are_absent() {
    Behaviour behaviour =
        (Behaviour)
            decoder.decode(
                CLICKSTREAM,
                framed(1, click().setVisitorId("").setEmail("").setLeadId("L1").build()));

    assertThat(behaviour.event().flat())
        .containsEntry("lead_id", "L1")
        .doesNotContainKeys("visitor_id", "email");
  }

  @Test
  void each_record_is_read_with_the_schema_that_it_was_written_with() {
    Behaviour behaviour =
        (Behaviour) decoder.decode(CLICKSTREAM, framed(WIDER, WIDER_SCHEMA, wider(3)));

    assertThat(behaviour.event().flat())
        .containsEntry("event_id", "e9")
        .containsEntry("dwell_ms", 7L)
        .containsEntry("visitor_id", "v9")
        .hasSize(6);
    assertThat(decoder.decode(CLICKSTREAM, framed(1, click().build())))
        .isInstanceOf(Behaviour.class);
    assertThat(registry.asked).containsExactly(WIDER, 1);
  }

  @Test
  void a_record_after_a_broken_one_is_read_as_if_nothing_had_been() {
    byte[] good = framed(WIDER, WIDER_SCHEMA, wider(1));

    assertThat(decoder.decode(CLICKSTREAM, Arrays.copyOf(good, good.length / 2)))
        .isInstanceOf(Unusable.class);
    assertThat(decoder.decode(CLICKSTREAM, good)).isInstanceOf(Behaviour.class);
  }

  @Test
  void nesting_deeper_than_the_stack_is_a_dead_letter() {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    byte[] branches = new byte[900_000];
    Arrays.fill(branches, (byte) 2);
    nested.writeBytes(branches);
    nested.write(0);

    assertUnusable(
        decoder.decode(CLICKSTREAM, WireFormat.frame(WIDER, nested.toByteArray())), UNDECODABLE);
  }

  @Test
  void a_schema_that_is_registered_later_is_found_once_the_answer_is_old() {
    TestClock clock = new TestClock();
    EventDecoder patient = new EventDecoder(new WriterSchemas(registry, clock, clock::pass));
    byte[] value = framed(UNREGISTERED, click().build());

    assertUnusable(patient.decode(CLICKSTREAM, value), UNKNOWN_SCHEMA);
    registry.with(UNREGISTERED, registered(CLICKSTREAM));
    assertUnusable(patient.decode(CLICKSTREAM, value), UNKNOWN_SCHEMA);
    clock.pass(10_000);
    assertThat(patient.decode(CLICKSTREAM, value)).isInstanceOf(Behaviour.class);
  }

  @Test
  void a_registry_that_does_not_let_us_in_fails_and_makes_no_dead_letter() {
    registry.failing(RegistryFaults.denied(), 1);

    assertThatThrownBy(() -> decoder.decode(CLICKSTREAM, framed(1, click().build())))
        .isInstanceOf(RegistryDeniedException.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void what_cannot_be_used_says_why(
      String what, InputTopic topic, byte[] value, DeadLetterReason reason, String detail) {
    Decoded decoded = decoder.decode(topic, value);

    assertUnusable(decoded, reason);
    String said = ((Unusable) decoded).detail();
    assertThat(said).contains(detail).doesNotContain("ann@", "Ann@", "\n", "\r");
  }

  static Stream<Arguments> unusable() {
    byte[] good = framed(1, click().build());
    byte[] badMagic = good.clone();
    badMagic[0] = 1;
    byte[] trailing = Arrays.copyOf(good, good.length + 3);
    byte[] negativeAmount =
        framed(4, crm(CrmKind.WON).setAmount(new BigDecimal("-0.0001")).build());
    GenericRecord deadEnd = wider(0);
    deadEnd.put("visitor_id", "");
    return Stream.of(
        arguments("null value", CLICKSTREAM, null, UNDECODABLE, "null"),
        arguments("empty value", CLICKSTREAM, new byte[0], UNDECODABLE, "empty"),
        arguments("bad magic byte", CLICKSTREAM, badMagic, UNDECODABLE, "not 0"),
        arguments("no schema id", CLICKSTREAM, new byte[] {0, 0, 0}, UNDECODABLE, "schema id"),
        arguments("no body", CLICKSTREAM, Arrays.copyOf(good, 5), UNDECODABLE, "ends early"),
        arguments(
            "truncated", CLICKSTREAM, Arrays.copyOf(good, good.length - 1), UNDECODABLE, "early"),
        arguments("trailing bytes", CLICKSTREAM, trailing, UNDECODABLE, "3 bytes follow"),
        arguments("10 MB", CLICKSTREAM, new byte[10_000_000], TOO_LARGE, "10000000 bytes"),
        arguments(
            "a text of 2 GB that is not there",
            CLICKSTREAM,
            framedBytes(1, 0xfe, 0xff, 0xff, 0xff, 0x0f),
            UNDECODABLE,
            "length is wrong"),
        arguments(
            "a negative length", CLICKSTREAM, framedBytes(1, 0x03), UNDECODABLE, "length is wrong"),
        arguments(
            "an endless number",
            CLICKSTREAM,
            framedBytes(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
            UNDECODABLE,
            "64 bits"),
        arguments(
            "a union branch that there is not",
            CLICKSTREAM,
            framedBytes(1, 2, 'e', 0, 2, 't', 4),
            UNDECODABLE,
            "branch"),
        arguments(
            "a kind that the schema does not have",
            CRM_UPDATES,
            framedBytes(4, 2, 'e', 0, 2, 'L', 100),
            UNDECODABLE,
            "symbol"),
        arguments(
            "unknown schema id",
            CLICKSTREAM,
            framed(UNREGISTERED, click().build()),
            UNKNOWN_SCHEMA,
            "no schema 99"),
        arguments(
            "a schema of another language",
            CLICKSTREAM,
            framed(NOT_AVRO, click().build()),
            UNDECODABLE,
            "no Avro schema"),
        arguments(
            "another record's schema",
            CLICKSTREAM,
            framed(ANOTHER_RECORD, click().build()),
            UNDECODABLE,
            "does not resolve"),
        arguments(
            "microseconds where we have milliseconds",
            CLICKSTREAM,
            framed(MICROS, click().build()),
            UNDECODABLE,
            "occurred_at in another unit"),
        arguments(
            "a billion nothings",
            CLICKSTREAM,
            framedBytes(WIDER, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xa8, 0xd6, 0xb9, 0x07),
            UNDECODABLE,
            "length is wrong"),
        arguments(
            "another writer's record without identity",
            CLICKSTREAM,
            framed(WIDER, WIDER_SCHEMA, deadEnd),
            NO_IDENTITY,
            "visitor_id, lead_id and email"),
        arguments("no event_id", CLICKSTREAM, of(click().setEventId("")), INVALID, "event_id"),
        arguments("no type", CLICKSTREAM, of(click().setType("")), INVALID, "type"),
        arguments("negative dwell", CLICKSTREAM, of(click().setDwellMs(-1L)), INVALID, "dwell_ms"),
        arguments(
            "two at signs", CLICKSTREAM, of(click().setEmail("ann@acme@x")), INVALID, "email"),
        arguments("no at sign", EMAIL_ENGAGEMENT, of(mail().setEmail("ann")), INVALID, "email"),
        arguments(
            "nobody clicked",
            CLICKSTREAM,
            of(click().setVisitorId(null).setLeadId("").setEmail("")),
            NO_IDENTITY,
            "visitor_id"),
        arguments(
            "a mail to nobody, though in a browser",
            EMAIL_ENGAGEMENT,
            of(mail().setLeadId("").setEmail(null)),
            NO_IDENTITY,
            "lead_id and email"),
        arguments(
            "nobody at the booth",
            OFFLINE_ACTIVITY,
            of(booth().setLeadId(null).setEmail("")),
            NO_IDENTITY,
            "lead_id and email"),
        arguments(
            "a CRM record of nobody",
            CRM_UPDATES,
            of(crm(CrmKind.WON).setLeadId("")),
            NO_IDENTITY,
            "lead_id"),
        arguments(
            "a CRM record without id",
            CRM_UPDATES,
            of(crm(CrmKind.WON).setEventId("")),
            INVALID,
            "event_id"),
        arguments("a kind newer than us", CRM_UPDATES, of(crm(CrmKind.UNKNOWN)), INVALID, "kind"),
        arguments(
            "a CRM address", CRM_UPDATES, of(crm(CrmKind.WON).setEmail("@")), INVALID, "email"),
        arguments(
            "no stage to set",
            CRM_UPDATES,
            of(crm(CrmKind.STAGE_SET).setStage(null)),
            INVALID,
            "stage"),
        arguments(
            "no known stage",
            CRM_UPDATES,
            of(crm(CrmKind.STAGE_SET).setStage("SQL")),
            INVALID,
            "stage"),
        arguments(
            "merged with nobody",
            CRM_UPDATES,
            of(crm(CrmKind.MERGED).setOtherLeadId("")),
            INVALID,
            "other_lead_id"),
        arguments(
            "unmerged from nobody",
            CRM_UPDATES,
            of(crm(CrmKind.UNMERGED).setOtherLeadId(null)),
            INVALID,
            "other_lead_id"),
        arguments(
            "no alert",
            CRM_UPDATES,
            of(crm(CrmKind.ALERT_ACKNOWLEDGED).setAlertId(null)),
            INVALID,
            "alert_id"),
        arguments("a negative amount", CRM_UPDATES, negativeAmount, INVALID, "amount"));
  }

  private static byte[] of(org.apache.avro.specific.SpecificRecordBuilderBase<?> builder) {
    SpecificRecord record;
    try {
      record = (SpecificRecord) builder.getClass().getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    InputTopic topic =
        InputRecords.SCHEMAS.keySet().stream()
            .filter(each -> InputRecords.SCHEMAS.get(each).equals(record.getSchema()))
            .findFirst()
            .orElseThrow();
    return framed(topic.ordinal() + 1, record);
  }

  private static byte[] framedBytes(int schemaId, int... body) {
    byte[] bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return WireFormat.frame(schemaId, bytes);
  }

  private static GenericRecord wider(int links) {
    GenericRecord record = new GenericData.Record(WIDER_SCHEMA);
    Schema link = WIDER_SCHEMA.getField("chain").schema().getTypes().get(1);
    GenericRecord chain = null;
    for (int i = 0; i < links; i++) {
      GenericRecord outer = new GenericData.Record(link);
      outer.put("next", chain);
      chain = outer;
    }
    record.put("chain", chain);
    record.put("score", Double.NaN);
    record.put("nothings", Arrays.asList(null, null));
    record.put("type", "page_view");
    record.put("dwell_ms", 7);
    record.put("visitor_id", "v9");
    record.put("occurred_at", 5L);
    record.put("event_id", "e9");
    return record;
  }

  private static void assertUnusable(Decoded decoded, DeadLetterReason reason) {
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Unusable.class, unusable -> assertThat(unusable.reason()).isEqualTo(reason));
  }
}
