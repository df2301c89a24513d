package dev.kizashi.cli.plan;

import dev.kizashi.cli.plan.Figure.Section;
import dev.kizashi.cli.plan.UnitCosts.Name;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.PipelineOptions;

/**
 * What a deployment needs: unit costs times demand, nothing cleverer. Every need that more tasks
 * would meet is put as a number of slots, a core each with its share of a machine's disk and
 * network; the largest of them is the parallelism. What more tasks do not help is a {@link Limit}.
 *
 * <p>The whole never needs less for more leads, events or facts. (A single need can: leads that
 * never fall silent are not read from disk.) Formulas and their reasons are in docs/capacity.md.
 */
final class CapacityPlan {
  /** Fixed for the life of a state. */
  static final int KEY_GROUPS =
      FlinkDefaults.with(Settings.of(new String[0], Map.of())).get(PipelineOptions.MAX_PARALLELISM);

  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();
  private static final double TRANSACTION_SECONDS =
      JobOptions.SINK_TRANSACTION_TIMEOUT.defaultValue().toSeconds();

  /** Beyond it no rate is looked for; halved so often it is known to far below a single event. */
  private static final double MOST_EVENTS_PER_SECOND = 1e9;

  private static final int HALVINGS = 60;

  /** Topics that a task writes to all partitions of: scores, stage changes, alerts, transfers. */
  private static final int TOPICS_WRITTEN = 4;

  private static final int SHIPPED_PARTITIONS = 4;

  /** Fewer do not hold three replicas. */
  private static final int FEWEST_BROKERS = 3;

  private final Demand demand;
  private final UnitCosts costs;
  private final Workload event;

  private final double rate;
  private final double spare;
  private final double leadBytes;
  private final double addresses;
  private final double sessions;
  private final double activeLeads;
  private final double liveBytes;
  private final double fullBytes;
  private final double changedLeads;
  private final double checkpointBytes;
  private final double diskReads;
  private final double processorCores;
  private final double leadTasks;
  private final double uploadSlots;
  private final double diskWriteSlots;
  private final double diskReadSlots;
  private final double restoreSlots;
  private final int parallelism;
  private final double cores;
  private final double recordsIn;
  private final double bytesIn;
  private final double bytesOut;
  private final double brokerWork;
  private final double brokers;
  private final double brokerCores;
  private final double partitions;

  CapacityPlan(Demand demand, UnitCosts costs) {
    this.demand = demand;
    this.costs = costs;
    boolean identity = demand.visitors() > 0;
    this.event = identity ? Workload.withIdentity(costs) : Workload.named(costs);
    this.rate = demand.eventsPerSecond();
    this.spare = 1 + demand.headroom();

    this.leadBytes = event.leadBytes(demand.facts());
    this.addresses = demand.leads() * event.addressesPerLead();
    this.liveBytes =
        demand.leads() * leadBytes
            + demand.visitors() * event.visitorBytes()
            + addresses * event.addressBytes();
    this.fullBytes = liveBytes * costs.of(Name.ROCKSDB_SPACE);

    this.sessions = rate * event.leads() / costs.of(Name.SESSION_EVENTS);
    double sessionSeconds = costs.of(Name.SESSION_SECONDS);
    this.activeLeads = distinct(demand.leads(), sessions * sessionSeconds);

    double messages = rate * demand.intervalSeconds();
    this.changedLeads = distinct(demand.leads(), messages * event.leads());
    double changedBytes =
        changedLeads * leadBytes
            + distinct(demand.visitors(), messages * event.visitors()) * event.visitorBytes()
            + distinct(addresses, messages * event.addresses()) * event.addressBytes();
    this.checkpointBytes = Math.min(changedBytes * costs.of(Name.ROCKSDB_REWRITES), fullBytes);

    double growth = event.growth(demand.facts());
    this.processorCores =
        rate * (event.eventSeconds() + event.judgingSeconds() * (growth - 1)) * spare;
    // A lead that was silent for longer than a session is read from the disk, and so is whoever
    // leads to it.
    double readsOfLeads = sessions * Math.exp(-sessions * sessionSeconds / demand.leads());
    this.diskReads =
        readsOfLeads * (event.leads() + event.visitors() + event.addresses()) / event.leads();
    this.leadTasks =
        (rate * event.judgingSeconds() * growth
                + readsOfLeads * costs.of(Name.ROCKSDB_READ_SECONDS))
            * spare;

    double interval = demand.intervalSeconds();
    this.uploadSlots = checkpointBytes / (interval / 2) / costs.of(Name.SLOT_NETWORK);
    this.diskWriteSlots = checkpointBytes / interval / costs.of(Name.SLOT_DISK_WRITES);
    this.diskReadSlots = diskReads / costs.of(Name.SLOT_DISK_READS);
    this.restoreSlots =
        fullBytes
            / restoreBytesPerSecond()
            / (TRANSACTION_SECONDS / 2 - costs.of(Name.DETECTION_SECONDS));

    this.parallelism = evenly(largestSlots());
    this.cores = Math.max(Math.ceil(processorCores), parallelism);

    this.recordsIn = event.recordBytes() + costs.of(Name.RECORD_OVERHEAD);
    this.bytesIn = rate * recordsIn;
    this.bytesOut = rate * event.outputs() * event.outputBytes();
    this.brokerWork = brokerBytes() / brokerBytesPerCore() * spare;
    this.brokers = Math.max(FEWEST_BROKERS, Math.ceil(brokerWork / costs.of(Name.BROKER_CORES)));
    this.brokerCores = Math.max(brokers, Math.ceil(brokerWork));
    this.partitions =
        Math.max(
            Math.max(parallelism, SHIPPED_PARTITIONS),
            Math.ceil(bytesIn / costs.of(Name.PARTITION_BYTES)));
  }

  /**
   * How many of so many keys so many draws meet, each key as likely as any other. People act in
   * bursts, so that fewer are met.
   */
  private static double distinct(double keys, double draws) {
    return keys == 0 ? 0 : -keys * Math.expm1(-draws / keys);
  }

  /** The least parallelism whose busiest task has no more key groups than so many tasks need. */
  static int evenly(double slots) {
    if (slots > KEY_GROUPS) {
      return KEY_GROUPS;
    }
    int groupsOfTheBusiest = KEY_GROUPS / (int) Math.ceil(Math.max(1, slots));
    return (KEY_GROUPS + groupsOfTheBusiest - 1) / groupsOfTheBusiest;
  }

  private double largestSlots() {
    // A slot has several threads, so more of the processor than there are slots is of use.
    return slotDrivers().stream()
        .mapToDouble(Driver::cores)
        .reduce(Math.min(processorCores, KEY_GROUPS), Math::max);
  }

  private double restoreBytesPerSecond() {
    return Math.min(costs.of(Name.SLOT_NETWORK), costs.of(Name.SLOT_DISK_WRITES));
  }

  /** Sent and written for replicas, read by the job, and by who reads the outputs. */
  private double brokerBytes() {
    return (bytesIn + bytesOut) * (2 * costs.of(Name.KAFKA_REPLICAS) - 1)
        + bytesIn
        + rate * event.transfers() * event.outputBytes()
        + bytesOut * costs.of(Name.KAFKA_READERS);
  }

  /** What a broker moved while the job passed through, beside Flink on the same cores. */
  private double brokerBytesPerCore() {
    Workload named = Workload.named(costs);
    return costs.of(Name.THROUGHPUT_PASSING)
        * (named.recordBytes()
            + costs.of(Name.RECORD_OVERHEAD)
            + named.outputs() * named.outputBytes())
        / costs.of(Name.MEASURED_CORES);
  }

  private List<Driver> slotDrivers() {
    return List.of(
        new Driver("lead_tasks", "leads' tasks", leadTasks, "one core each at most"),
        new Driver(
            "checkpoint_upload", "checkpoints", uploadSlots, "uploaded within half an interval"),
        new Driver(
            "disk_writes",
            "writes to disks",
            diskWriteSlots,
            Unit.BYTES.show(costs.of(Name.SLOT_DISK_WRITES)) + "/s a slot"),
        new Driver(
            "disk_reads",
            "reads from disks",
            diskReadSlots,
            text("%,.0f a second and slot", costs.of(Name.SLOT_DISK_READS))),
        new Driver("restore", "restore", restoreSlots, "within half of sink.transaction-timeout"));
  }

  /** What costs most first. */
  List<Driver> drivers() {
    List<Driver> drivers = new ArrayList<>(slotDrivers());
    drivers.add(new Driver("processor", "Flink's processor", processorCores, "all tasks"));
    drivers.add(
        new Driver("brokers", "brokers' processor", brokerWork, "on machines of their own"));
    drivers.sort(Comparator.comparingDouble(Driver::cores).reversed());
    return drivers;
  }

  /** What breaks first, first. */
  List<Limit> limits() {
    List<Limit> limits =
        new ArrayList<>(
            List.of(
                ofSlots(
                    "key_groups",
                    text("%d key groups, leads' tasks", KEY_GROUPS),
                    leadTasks,
                    "busyTimeMsPerSecond, 1000 in all of score leads"),
                ofSlots(
                    "checkpoint_duration",
                    "checkpoints over half an interval",
                    uploadSlots,
                    "lastCheckpointDuration"),
                ofSlots(
                    "disk_writes",
                    "disks, written",
                    diskWriteSlots,
                    "rocksdb_estimate_pending_compaction_bytes"),
                ofSlots(
                    "disk_reads",
                    "disks, read",
                    diskReadSlots,
                    "busyTimeMsPerSecond while processors are idle"),
                ofSlots(
                    "restore",
                    "restore, before transactions end",
                    restoreSlots,
                    "lastCheckpointFullSize"),
                new Limit(
                    "merge_register",
                    "merge register, one task for all",
                    rate * event.merges() * event.identitySeconds() * spare,
                    "busyTimeMsPerSecond, 1000 in register merges"),
                new Limit(
                    "transactions",
                    "Kafka transactions, their ends",
                    markersPerSecond() / (brokerCores * costs.of(Name.BROKER_MARKERS)),
                    "pendingCommittables long after a checkpoint")));
    limits.sort(Comparator.comparingDouble(Limit::load).reversed());
    return limits;
  }

  private static Limit ofSlots(String key, String label, double slots, String sign) {
    return new Limit(key, label, slots / KEY_GROUPS, sign);
  }

  /** Every task ends one transaction a checkpoint, in every partition that it wrote to. */
  private double markersPerSecond() {
    double outputsOfTask = rate * demand.intervalSeconds() * event.outputs() / parallelism;
    return parallelism
        * Math.min(TOPICS_WRITTEN * partitions, outputsOfTask)
        / demand.intervalSeconds();
  }

  boolean fits() {
    return limits().stream().allMatch(Limit::isKept);
  }

  /** The rate that one job carries of these leads, and what ends it; empty where none is. */
  Optional<End> end() {
    double carried = 0;
    double tooMuch = MOST_EVENTS_PER_SECOND;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (carried + tooMuch) / 2;
      if (new CapacityPlan(demand.at(middle), costs).fits()) {
        carried = middle;
      } else {
        tooMuch = middle;
      }
    }
    return carried == 0
        ? Optional.empty()
        : Optional.of(
            new End(carried, new CapacityPlan(demand.at(tooMuch), costs).limits().get(0).label()));
  }

  /**
   * How far one job goes.
   *
   * @param limit that is met there
   */
  record End(double eventsPerSecond, String limit) {}

  /** How many jobs carry it, each with an equal part of the leads and what they do. */
  int jobs() {
    int jobs = 1;
    while (!new CapacityPlan(demand.dividedBy(jobs), costs).fits()) {
      jobs++;
    }
    return jobs;
  }

  /** Of one lead, by which its task has no moment left, the task's other leads considered. */
  double hottestLeadEventsPerSecond() {
    double spareShare = Math.max(0, 1 - leadTasks / spare / parallelism);
    return spareShare * event.leads() / event.judgingSeconds() / event.growth(demand.facts());
  }

  int parallelism() {
    return parallelism;
  }

  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    flink(figures);
    memory(figures);
    state(figures);
    kafka(figures);
    failure(figures);
    return figures;
  }

  private double taskManagers() {
    return Math.ceil(parallelism / costs.of(Name.TASK_MANAGER_SLOTS));
  }

  private void flink(List<Figure> figures) {
    double slots = Math.min(parallelism, costs.of(Name.TASK_MANAGER_SLOTS));
    figures.add(
        new Figure(
            Section.FLINK,
            "cores",
            "cores",
            cores,
            Unit.COUNT,
            true,
            text(
                "%,.0f events/s each; %,.0f at %.1f facts",
                rate * spare / processorCores, 1 / event.eventSeconds(), event.facts())));
    figures.add(
        new Figure(
            Section.FLINK,
            "parallelism",
            "parallelism",
            parallelism,
            Unit.COUNT,
            true,
            parallelism == KEY_GROUPS
                ? text("more than %d key groups there cannot be", KEY_GROUPS)
                : text(
                    "of %d key groups the busiest task has %d",
                    KEY_GROUPS, (KEY_GROUPS + parallelism - 1) / parallelism)));
    figures.add(
        new Figure(
            Section.FLINK,
            "task_managers",
            "TaskManagers",
            taskManagers(),
            Unit.COUNT,
            true,
            text(
                "each %.0f × a slot, %.0f × a core; one more to spare",
                slots, Math.ceil(cores / taskManagers()))));
  }

  private void memory(List<Figure> figures) {
    double heapOfLead =
        costs.of(Name.LEAD_HEAP_BYTES) + costs.of(Name.FACT_HEAP_BYTES) * demand.facts();
    double active =
        Math.min(
            Math.max(
                JobOptions.LEADS_ACTIVE.defaultValue().getBytes(),
                activeLeads * heapOfLead / parallelism),
            costs.of(Name.ACTIVE_MOST_BYTES));
    double heap = costs.of(Name.SLOT_HEAP) + 2 * active;
    double blocks = activeBytes() + liveBytes * costs.of(Name.ROCKSDB_INDEX_SHARE);
    double managed =
        Math.max(
            costs.of(Name.SLOT_MANAGED), blocks / parallelism / costs.of(Name.ROCKSDB_CACHE_SHARE));
    double process = (heap + managed) * costs.of(Name.PROCESS_FACTOR);
    figures.add(
        new Figure(
            Section.MEMORY,
            "heap_bytes",
            "heap, all tasks",
            heap * parallelism,
            Unit.MEMORY,
            true,
            Unit.MEMORY.show(heap) + " a slot"));
    figures.add(
        new Figure(
            Section.MEMORY,
            "active_memory_bytes",
            "leads.active-memory, a task",
            active,
            Unit.MEMORY,
            true,
            text("for %,.0f leads active at once, in all", activeLeads)));
    figures.add(
        new Figure(
            Section.MEMORY,
            "managed_bytes",
            "managed memory, all tasks",
            managed * parallelism,
            Unit.MEMORY,
            true,
            "of it RocksDB's blocks " + Unit.MEMORY.show(blocks)));
    figures.add(
        new Figure(
            Section.MEMORY,
            "process_bytes",
            "all TaskManagers",
            process * parallelism,
            Unit.MEMORY,
            true,
            Unit.MEMORY.show(process) + " a slot"));
  }

  /** As RocksDB holds them. */
  private double activeBytes() {
    double draws = sessions * costs.of(Name.SESSION_SECONDS);
    return activeLeads * leadBytes
        + distinct(demand.visitors(), draws * event.visitors() / event.leads())
            * event.visitorBytes()
        + distinct(addresses, draws * event.addresses() / event.leads()) * event.addressBytes();
  }

  private void state(List<Figure> figures) {
    figures.add(
        new Figure(
            Section.STATE,
            "state_bytes",
            "state, as in a savepoint",
            liveBytes,
            Unit.BYTES,
            false,
            text("%,.0f B a lead; %,d visitors", leadBytes, demand.visitors())));
    figures.add(
        new Figure(
            Section.STATE,
            "disk_bytes",
            "local disks for it",
            fullBytes / costs.of(Name.DISK_FILL),
            Unit.BYTES,
            true,
            Unit.BYTES.show(fullBytes / costs.of(Name.DISK_FILL) / taskManagers())
                + " a TaskManager"));
    figures.add(
        new Figure(
            Section.STATE,
            "checkpoint_bytes",
            "a checkpoint, incremental",
            checkpointBytes,
            Unit.BYTES,
            true,
            text("%,.0f leads change in an interval", Math.ceil(changedLeads))));
    figures.add(
        new Figure(
            Section.STATE,
            "full_checkpoint_bytes",
            "a checkpoint, full",
            fullBytes,
            Unit.BYTES,
            true,
            text("%.1f bytes of files for one of state", costs.of(Name.ROCKSDB_SPACE))));
    figures.add(
        new Figure(
            Section.STATE,
            "retained_bytes",
            "checkpoints that are kept",
            fullBytes + checkpointBytes * (demand.retainedCheckpoints() - 1),
            Unit.BYTES,
            true,
            text("%d: full once, and what has changed since", demand.retainedCheckpoints())));
    figures.add(
        new Figure(
            Section.STATE,
            "checkpoint_seconds",
            "uploading one",
            checkpointBytes / parallelism / costs.of(Name.SLOT_NETWORK),
            Unit.SECONDS,
            true,
            text("every %s", Unit.SECONDS.show(demand.intervalSeconds()))));
    figures.add(
        new Figure(
            Section.STATE,
            "disk_write_bytes_per_second",
            "written to disks",
            checkpointBytes / demand.intervalSeconds(),
            Unit.BYTES_PER_SECOND,
            true,
            text("a changed byte %.0f times, by compaction", costs.of(Name.ROCKSDB_REWRITES))));
    figures.add(
        new Figure(
            Section.STATE,
            "disk_reads_per_second",
            "reads from disks a second",
            diskReads,
            Unit.COUNT,
            true,
            text("sessions of %.0f messages to a lead", costs.of(Name.SESSION_EVENTS))));
  }

  private void kafka(List<Figure> figures) {
    double stored = (bytesIn + bytesOut) * SECONDS_A_DAY * costs.of(Name.KAFKA_REPLICAS);
    figures.add(
        new Figure(
            Section.KAFKA,
            "brokers",
            "brokers",
            brokers,
            Unit.COUNT,
            true,
            text("at least %d, for three replicas", FEWEST_BROKERS)));
    figures.add(
        new Figure(
            Section.KAFKA,
            "broker_cores",
            "their cores",
            brokerCores,
            Unit.COUNT,
            true,
            Unit.BYTES.show(brokerBytesPerCore()) + "/s moved a core, beside Flink"));
    figures.add(
        new Figure(
            Section.KAFKA,
            "partitions",
            "partitions of a topic",
            partitions,
            Unit.COUNT,
            true,
            text(
                "in each of %d topics; scoring-config has 1",
                Topics.shipped().stream().filter(topic -> topic.partitions() > 1).count())));
    figures.add(
        new Figure(
            Section.KAFKA,
            "bytes_in_per_second",
            "events in",
            bytesIn,
            Unit.BYTES_PER_SECOND,
            true,
            text("%.0f B each, not compressed", recordsIn)));
    figures.add(
        new Figure(
            Section.KAFKA,
            "bytes_out_per_second",
            "outputs, without audit-trail",
            bytesOut,
            Unit.BYTES_PER_SECOND,
            false,
            text("%.2f an event, of %.0f B", event.outputs(), event.outputBytes())));
    figures.add(
        new Figure(
            Section.KAFKA,
            "stored_bytes_per_day",
            "stored a day",
            stored,
            Unit.BYTES,
            true,
            text("%.0f replicas", costs.of(Name.KAFKA_REPLICAS))));
    figures.add(
        new Figure(
            Section.KAFKA,
            "stored_bytes",
            "stored in all, at most",
            stored * demand.retention().toSeconds() / SECONDS_A_DAY,
            Unit.BYTES,
            true,
            text("kept for %s d; scores are compacted", days())));
  }

  private String days() {
    double days = demand.retention().toSeconds() / SECONDS_A_DAY;
    return days == Math.rint(days) ? text("%.0f", days) : text("%.2f", days);
  }

  private void failure(List<Figure> figures) {
    double download = fullBytes / parallelism / restoreBytesPerSecond();
    double restore = costs.of(Name.DETECTION_SECONDS) + download;
    figures.add(
        new Figure(
            Section.FAILURE,
            "restore_seconds",
            "running again after",
            restore,
            Unit.SECONDS,
            true,
            text(
                "%.0f s until it is missed, then %s of reading",
                costs.of(Name.DETECTION_SECONDS), Unit.SECONDS.show(download))));
    figures.add(
        new Figure(
            Section.FAILURE,
            "caught_up_seconds",
            "caught up after another",
            (restore + demand.intervalSeconds()) / demand.headroom(),
            Unit.SECONDS,
            true,
            text("with %s of the rate to spare", Unit.SHARE.show(demand.headroom()))));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
