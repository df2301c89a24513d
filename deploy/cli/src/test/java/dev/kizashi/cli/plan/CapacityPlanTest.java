package dev.kizashi.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.cli.plan.UnitCosts.Name;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CapacityPlanTest {
  private static final UnitCosts COSTS = UnitCosts.shipped();
  private static final int TRIES = 2000;

  /** Of the deployment as a whole; what a single task has gets less where there are more tasks. */
  private static final List<String> NEVER_LESS =
      List.of(
          "cores",
          "parallelism",
          "task_managers",
          "heap_bytes",
          "managed_bytes",
          "process_bytes",
          "state_bytes",
          "disk_bytes",
          "checkpoint_bytes",
          "full_checkpoint_bytes",
          "retained_bytes",
          "disk_write_bytes_per_second",
          "brokers",
          "broker_cores",
          "partitions",
          "bytes_in_per_second",
          "bytes_out_per_second",
          "stored_bytes_per_day",
          "stored_bytes",
          // Not of reads from disks: leads that are always active are never read.
          "driver:processor",
          "driver:lead_tasks",
          "driver:checkpoint_upload",
          "driver:disk_writes",
          "driver:restore",
          "driver:brokers");

  static CapacityPlan plan(long leads, double eventsPerSecond, double facts) {
    return new CapacityPlan(demand(leads, eventsPerSecond, facts), COSTS);
  }

  private static Demand demand(long leads, double eventsPerSecond, double facts) {
    return new Demand(
        leads, eventsPerSecond, facts, leads, Duration.ofSeconds(10), 0.5, Duration.ofDays(30), 5);
  }

  private static Demand any(Random random) {
    return new Demand(
        (long) magnitude(random, 9),
        magnitude(random, 7),
        magnitude(random, 4),
        random.nextInt(4) == 0 ? 0 : (long) magnitude(random, 10),
        Duration.ofSeconds(1 + random.nextInt(600)),
        random.nextInt(4) * 0.5,
        Duration.ofDays(random.nextInt(100)),
        1 + random.nextInt(50));
  }

  private static double magnitude(Random random, int digits) {
    return Math.pow(10, digits * random.nextDouble());
  }

  private static Map<String, Double> figures(Demand demand) {
    CapacityPlan plan = new CapacityPlan(demand, COSTS);
    Map<String, Double> figures = new HashMap<>();
    plan.figures().forEach(it -> figures.put(it.key(), it.value()));
    plan.drivers().forEach(it -> figures.put("driver:" + it.key(), it.cores()));
    return figures;
  }

  @Test
  void more_leads_never_need_less() {
    neverLess(1, it -> with(it, it.leads() * 2, it.eventsPerSecond(), it.facts()));
    neverLess(2, it -> with(it, it.leads() + 1, it.eventsPerSecond(), it.facts()));
  }

  @Test
  void more_events_never_need_less() {
    neverLess(3, it -> it.at(it.eventsPerSecond() * 2));
    neverLess(4, it -> it.at(it.eventsPerSecond() * 1.01));
  }

  @Test
  void more_facts_never_need_less() {
    neverLess(5, it -> with(it, it.leads(), it.eventsPerSecond(), it.facts() * 2));
    neverLess(6, it -> with(it, it.leads(), it.eventsPerSecond(), it.facts() + 0.1));
  }

  private static Demand with(Demand it, long leads, double eventsPerSecond, double facts) {
    return new Demand(
        leads,
        eventsPerSecond,
        facts,
        it.visitors(),
        it.checkpointInterval(),
        it.headroom(),
        it.retention(),
        it.retainedCheckpoints());
  }

  private static void neverLess(int seed, UnaryOperator<Demand> more) {
    Random random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      Demand less = any(random);
      Map<String, Double> before = figures(less);
      Map<String, Double> after = figures(more.apply(less));
      assertThat(NEVER_LESS)
          .allSatisfy(
              key ->
                  assertThat(after.get(key))
                      .as("%s, with more than %s", key, less)
                      .isGreaterThanOrEqualTo(before.get(key) * (1 - 1e-9)));
    }
  }

  @Test
  void every_figure_of_every_demand_is_a_number() {
    Random random = new Random(7);
    for (int i = 0; i < TRIES; i++) {
      Demand demand = any(random);
      CapacityPlan plan = new CapacityPlan(demand, COSTS);
      assertThat(plan.figures())
          .filteredOn(it -> !it.key().equals("caught_up_seconds") || demand.headroom() > 0)
          .allSatisfy(
              it ->
                  assertThat(it.value())
                      .as("%s of %s", it.key(), demand)
                      .isFinite()
                      .isNotNegative());
      assertThat(plan.drivers()).allMatch(it -> it.cores() >= 0 && Double.isFinite(it.cores()));
      assertThat(plan.limits()).allMatch(it -> it.load() >= 0 && Double.isFinite(it.load()));
    }
  }

  @Test
  void where_one_job_ends_it_fits_just_below_and_not_above() {
    Random random = new Random(8);
    for (int i = 0; i < TRIES / 20; i++) {
      Demand demand = any(random);
      new CapacityPlan(demand, COSTS)
          .end()
          .ifPresent(
              end -> {
                double rate = end.eventsPerSecond();
                assertThat(new CapacityPlan(demand.at(rate * 0.999), COSTS).fits()).isTrue();
                assertThat(new CapacityPlan(demand.at(rate * 1.001), COSTS).fits()).isFalse();
              });
    }
  }

  @Test
  void so_many_jobs_carry_it_and_one_fewer_do_not() {
    Random random = new Random(9);
    for (int i = 0; i < TRIES / 20; i++) {
      Demand demand = any(random);
      int jobs = new CapacityPlan(demand, COSTS).jobs();
      assertThat(new CapacityPlan(demand.dividedBy(jobs), COSTS).fits()).isTrue();
      assertThat(jobs == 1 || !new CapacityPlan(demand.dividedBy(jobs - 1), COSTS).fits()).isTrue();
    }
  }

  @Test
  void key_groups_are_shared_evenly_and_bind_at_720() {
    assertThat(CapacityPlan.evenly(0)).isEqualTo(1);
    assertThat(CapacityPlan.evenly(7)).as("102 each in 7 would leave 6 more for one").isEqualTo(8);
    assertThat(CapacityPlan.evenly(8)).isEqualTo(8);
    assertThat(CapacityPlan.evenly(240.5)).isEqualTo(360);
    assertThat(CapacityPlan.evenly(361)).as("the busiest of 361 to 719 has two").isEqualTo(720);
    assertThat(CapacityPlan.evenly(5000)).isEqualTo(720);
    for (int slots = 1; slots <= 720; slots++) {
      int parallelism = CapacityPlan.evenly(slots);
      int busiest = (720 + parallelism - 1) / parallelism;
      assertThat(parallelism).isGreaterThanOrEqualTo(slots);
      assertThat((double) busiest).isLessThanOrEqualTo(720.0 / slots);
    }
  }

  @Test
  void at_the_size_of_the_benchmark_it_is_what_was_measured() {
    long leads = (long) COSTS.of(Name.IDENTITY_LEAD_COUNT);
    Demand demand =
        new Demand(
            leads,
            COSTS.of(Name.THROUGHPUT_IDENTITY),
            COSTS.of(Name.IDENTITY_FACTS),
            (long) COSTS.of(Name.IDENTITY_VISITOR_COUNT),
            Duration.ofSeconds(10),
            0,
            Duration.ofDays(1),
            1);
    Map<String, Double> figures = figures(demand);
    assertThat(figures.get("driver:processor"))
        .isEqualTo(COSTS.of(Name.MEASURED_CORES), within(1e-9));
    assertThat(figures.get("state_bytes"))
        .isEqualTo(
            leads * COSTS.of(Name.IDENTITY_LEAD_BYTES)
                + demand.visitors() * COSTS.of(Name.IDENTITY_VISITOR_BYTES)
                + COSTS.of(Name.IDENTITY_ADDRESS_COUNT) * COSTS.of(Name.IDENTITY_ADDRESS_BYTES),
            within(1.0));
  }

  @Test
  void facts_beyond_the_measured_mean_cost_what_the_line_through_both_means_says() {
    Workload named = Workload.named(COSTS);
    assertThat(named.leadBytes(30) - named.leadBytes(COSTS.of(Name.NAMED_FACTS)))
        .isEqualTo(
            COSTS.of(Name.NAMED_THIRTY_FACTS_BYTES) - COSTS.of(Name.NAMED_VALUE_BYTES),
            within(1e-9));
    assertThat(named.leadBytes(1)).isPositive();
    assertThat(named.growth(1)).isEqualTo(1);
    assertThat(named.identitySeconds()).isZero();
    assertThat(Workload.withIdentity(COSTS).identitySeconds()).isPositive();
  }

  @Test
  void a_checkpoint_uploads_no_more_than_there_is() {
    Map<String, Double> all = figures(demand(10, 1_000_000, 30));
    assertThat(all.get("checkpoint_bytes")).isEqualTo(all.get("full_checkpoint_bytes"));
    Map<String, Double> some = figures(demand(1_000_000_000, 10, 30));
    assertThat(some.get("checkpoint_bytes")).isLessThan(some.get("full_checkpoint_bytes") / 1000);
  }

  @Test
  void what_breaks_comes_first() {
    CapacityPlan plan = plan(1_000_000_000, 10_000_000, 30);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.limits())
        .extracting(Limit::load)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(plan.drivers())
        .extracting(Driver::cores)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(plan.parallelism()).isEqualTo(CapacityPlan.KEY_GROUPS);
  }
}
