package dev.kizashi.cli.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What one event, lead, visitor or address costs: measured, and then it says in which row of which
 * file, or assumed, and then it says why. No figure stands in the code, so that a new benchmark
 * renews them all.
 */
final class UnitCosts {
  private static final String RESOURCE = "unit-costs.properties";
  private static final String RESULTS = "results";
  private static final String FROM = ".from";
  private static final String BECAUSE = ".because";

  /** By the names that they have in the file, with underscores. Bytes, seconds, or a count. */
  enum Name {
    MEASURED_EVENTS,
    MEASURED_ROUNDS,
    MEASURED_CORES,
    THROUGHPUT_NAMED,
    THROUGHPUT_IDENTITY,
    THROUGHPUT_PASSING,
    THROUGHPUT_PASSING_SHARE,
    NAMED_RECOGNISED,
    NAMED_LEADS,
    IDENTITY_RECOGNISED,
    IDENTITY_ADDRESSES,
    IDENTITY_VISITORS,
    IDENTITY_MERGES,
    IDENTITY_TRANSFERS,
    IDENTITY_LEADS,
    NAMED_RECORD_BYTES,
    IDENTITY_RECORD_BYTES,
    NAMED_OUTPUTS_A_MESSAGE,
    IDENTITY_OUTPUTS_A_MESSAGE,
    NAMED_OUTPUT_BYTES,
    IDENTITY_OUTPUT_BYTES,
    IDENTITY_LEAD_COUNT,
    IDENTITY_VISITOR_COUNT,
    IDENTITY_ADDRESS_COUNT,
    NAMED_LEAD_BYTES,
    IDENTITY_LEAD_BYTES,
    IDENTITY_VISITOR_BYTES,
    IDENTITY_ADDRESS_BYTES,
    NAMED_VALUE_BYTES,
    IDENTITY_VALUE_BYTES,
    NAMED_FACTS,
    IDENTITY_FACTS,
    NAMED_THIRTY_FACTS_BYTES,
    IDENTITY_THIRTY_FACTS_BYTES,
    SESSION_EVENTS,
    SESSION_SECONDS,
    ROCKSDB_SPACE,
    ROCKSDB_REWRITES,
    ROCKSDB_INDEX_SHARE,
    ROCKSDB_CACHE_SHARE,
    ROCKSDB_READ_SECONDS,
    TASK_MANAGER_SLOTS,
    SLOT_NETWORK,
    SLOT_DISK_WRITES,
    SLOT_DISK_READS,
    SLOT_HEAP,
    SLOT_MANAGED,
    LEAD_HEAP_BYTES,
    FACT_HEAP_BYTES,
    ACTIVE_MOST_BYTES,
    PROCESS_FACTOR,
    DISK_FILL,
    DETECTION_SECONDS,
    RECORD_OVERHEAD,
    KAFKA_REPLICAS,
    KAFKA_READERS,
    PARTITION_BYTES,
    BROKER_CORES,
    BROKER_MARKERS;

    /** As the file has it. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of them.
   *
   * @param origin the table, row and column that it was read from, or why it is assumed
   */
  record Cost(Name name, double value, boolean assumed, String origin) {}

  private final String results;
  private final Map<Name, Cost> costs = new EnumMap<>(Name.class);

  private UnitCosts(Properties file) {
    results = required(file, RESULTS);
    for (Name name : Name.values()) {
      String from = file.getProperty(name.key() + FROM);
      boolean assumed = from == null;
      costs.put(
          name,
          new Cost(
              name,
              Double.parseDouble(required(file, name.key())),
              assumed,
              assumed ? required(file, name.key() + BECAUSE) : from));
    }
  }

  private static String required(Properties file, String key) {
    String value = file.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(RESOURCE + " has no " + key);
    }
    return value;
  }

  /** Those of this build. */
  static UnitCosts shipped() {
    try (InputStream in = UnitCosts.class.getResourceAsStream(RESOURCE)) {
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UnitCosts read(Reader file) throws IOException {
    Properties properties = new Properties();
    properties.load(file);
    return new UnitCosts(properties);
  }

  double of(Name name) {
    return costs.get(name).value();
  }

  /** The file below {@code benchmarks/results} that they were read from. */
  String results() {
    return results;
  }

  List<Cost> measured() {
    return all(false).toList();
  }

  List<Cost> assumed() {
    return all(true).toList();
  }

  private Stream<Cost> all(boolean assumed) {
    return costs.values().stream().filter(cost -> cost.assumed() == assumed);
  }
}
