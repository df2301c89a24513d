package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.DemoView.Change;
import dev.kizashi.cli.demo.DemoView.Counters;
import dev.kizashi.cli.demo.DemoView.Named;
import dev.kizashi.cli.demo.DemoView.NotCounted;
import dev.kizashi.cli.demo.DemoView.Standing;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.Bant;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.Evidence;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Moment;
import dev.kizashi.events.SalesAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One lead that got hot, as its records and as what is shown of them. */
final class Samples {
  static final Instant AT = Instant.parse("2026-03-03T10:41:00Z");
  static final Map<String, String> LABELS =
      Map.of("pricing-view", "Viewed pricing", "key-page", "Viewed a product page");

  private Samples() {}

  static SalesAlert alert(String leadId, long sequence) {
    return alert(leadId, sequence, "high");
  }

  static SalesAlert alert(String leadId, long sequence, String priority) {
    return SalesAlert.newBuilder()
        .setAlertId("00000000-0000-0000-0000-000000000001")
        .setLeadId(leadId)
        .setSequence(sequence)
        .setAccountId("ember-retail-80")
        .setOwner("m.ito")
        .setDefinition("hot")
        .setOrdinal(1)
        .setStatus(AlertStatus.RAISED)
        .setPriority(priority)
        .setOccurredAt(AT)
        .setCause(Cause.BEHAVIOUR)
        .setFromStage("warm")
        .setToStage("hot")
        .setEngagement(70.5)
        .setFit(62)
        .setGrade("B")
        .setLabel("B1")
        .setEvidence(
            List.of(
                evidence("key-page", "Viewed a product page", 9, 43.25, Map.of()),
                evidence("pricing-view", "Viewed pricing", 4, 30.5, Map.of("USER_AGENT", 1L))))
        .setMoments(
            List.of(
                moment("Viewed a page", Duration.ZERO, "/pricing"),
                moment("Viewed pricing", Duration.ZERO, "/pricing"),
                moment("Clicked in an e-mail", Duration.ofHours(3), null)))
        .setBant(
            Bant.newBuilder()
                .setBudget("approved")
                .setAuthority("decision-maker")
                .setTimeframe("this-quarter")
                .build())
        .setCoolsAt(Instant.parse("2026-03-10T18:30:00Z"))
        .setRespondBy(Instant.parse("2026-03-03T14:41:00Z"))
        .setModel("b2b-default")
        .setModelVersion(1)
        .setSignalsVersion(1)
        .build();
  }

  private static Evidence evidence(
      String signal, String label, long count, double points, Map<String, Long> suspects) {
    return Evidence.newBuilder()
        .setSignal(signal)
        .setLabel(label)
        .setCount(count)
        .setPoints(points)
        .setLastAt(AT.minus(Duration.ofMinutes(count)))
        .setSuspectCount(suspects.values().stream().mapToLong(Long::longValue).sum())
        .setSuspectReasons(suspects)
        .build();
  }

  private static Moment moment(String label, Duration ago, String asset) {
    return Moment.newBuilder().setLabel(label).setOccurredAt(AT.minus(ago)).setAsset(asset).build();
  }

  /** The score of the same judgement: 43.25 − 3.25 + 30.5. */
  static LeadScore score(String leadId, long sequence) {
    return LeadScore.newBuilder()
        .setLeadId(leadId)
        .setSequence(sequence)
        .setAccountId("ember-retail-80")
        .setAsOf(AT)
        .setModel("b2b-default")
        .setModelVersion(1)
        .setSignalsVersion(1)
        .setRole("champion")
        .setEngagement(70.5)
        .setEngagementMin(0.0)
        .setEngagementMax(100.0)
        .setFit(62)
        .setGrade("B")
        .setTemperature("hot")
        .setLabel("B1")
        .setLifecycleStage("lead")
        .setCurve(
            List.of(
                term("web", 43.25, Duration.ofDays(14), 40.0),
                term("intent", 30.5, Duration.ZERO, null)))
        .setContributions(
            List.of(
                contribution(ContributionKind.SIGNAL, "web", "key-page", 9, Map.of(), 43.25),
                contribution(ContributionKind.CATEGORY_CLAMP, "web", null, 0, Map.of(), -3.25),
                contribution(
                    ContributionKind.SIGNAL,
                    "intent",
                    "pricing-view",
                    4,
                    Map.of("USER_AGENT", 1L),
                    30.5),
                contribution(ContributionKind.SIGNAL, "mail", "email-open", 3, Map.of(), 0)))
        .setNextTemperature("warm")
        .setCoolsAt(Instant.parse("2026-03-10T18:30:00Z"))
        .setEmittedAt(AT)
        .build();
  }

  private static CurveTerm term(String category, double value, Duration halfLife, Double ceiling) {
    return CurveTerm.newBuilder()
        .setCategory(category)
        .setValue(value)
        .setHalfLifeMs(halfLife.toMillis())
        .setHoldsUntil(AT)
        .setCeiling(ceiling)
        .build();
  }

  private static Contribution contribution(
      ContributionKind kind,
      String category,
      String signal,
      long count,
      Map<String, Long> suspects,
      double value) {
    return Contribution.newBuilder()
        .setKind(kind)
        .setCategory(category)
        .setSignal(signal)
        .setCount(count)
        .setSuspectCount(suspects.values().stream().mapToLong(Long::longValue).sum())
        .setSuspectReasons(suspects)
        .setValue(value)
        .build();
  }

  static ExplainedAlert explained() {
    return ExplainedAlert.of(
        alert("L-00217", 9), Optional.of(score("L-00217", 9)), "Omar Silva", LABELS);
  }

  static DemoView view() {
    return new DemoView(
        Instant.parse("2026-03-05T13:57:00Z"),
        ZoneOffset.UTC,
        Duration.ofHours(80),
        43_200,
        new Counters(12_441, 11_605, 191, 240, 16, 0, 3, 49),
        List.of(
            new Standing(
                "Kenji Larsen",
                "kestrel-logistics-39",
                "C1",
                "hot",
                1,
                98.2,
                100,
                1,
                45,
                Optional.of(Duration.ofHours(100))),
            new Standing(
                "Chloe Rossi-Montgomery the Third",
                "granite-finance-and-insurance-78",
                "B2",
                "warm",
                2,
                50.04,
                100,
                -1,
                50.4,
                Optional.of(Duration.ofMinutes(75))),
            new Standing("x@y.example", "", "-3", "cold", 3, 0, 100, 0, 0, Optional.empty())),
        List.of(
            new Change(AT, "Omar Silva", "warm", "hot", "by what they did", "B1", 70.5),
            new Change(AT, "Ida Haddad", "warm", "cold", "by silence", "B3", 19.99)),
        Optional.of(
            new Named(
                AT,
                "nora.berg.296@iris-software-12.example",
                "nora.berg.296@iris-software-12.example",
                "v-1a2b3c4d-296",
                "3 × Viewed pricing, 1 × Viewed a page",
                "cold",
                "warm",
                "-2",
                31.5)),
        Optional.of(
            new NotCounted(
                AT,
                "L-00295",
                "Ravi Clarke",
                "cold",
                true,
                "B3",
                27.1,
                "Clicked in an e-mail",
                Map.of("CLICK_AT_DELIVERY", 6L))),
        Optional.of(explained()),
        7,
        Optional.empty(),
        List.of("Flink http://127.0.0.1:1", "Kafka 127.0.0.1:2", "registry http://127.0.0.1:3"));
  }
}
