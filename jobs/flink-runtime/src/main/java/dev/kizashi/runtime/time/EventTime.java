package dev.kizashi.runtime.time;

import dev.kizashi.runtime.records.InputRecord;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time as the sources see it, per partition: the latest {@code occurred_at} that is credible.
 * A time further ahead of the machine's than {@code ahead}, or longer ago than {@code ago}, moves
 * nothing, so no single record can rush or stall the clock; such records go to the dead letters.
 *
 * @param ahead how far the future may be
 * @param ago how far the past may be
 * @param disorder how long to wait for stragglers before time is taken to have come
 * @param idleness after how long a silent partition no longer holds the others back
 * @param maxDrift how far a partition is read ahead of the one furthest behind; zero for no bound
 */
public record EventTime(
    Duration ahead, Duration ago, Duration disorder, Duration idleness, Duration maxDrift)
    implements Serializable {
  private static final String ALIGNED = "events";

  /** How often sources are told how far they may go: so many drifts a second at most. */
  private static final Duration ALIGNMENT_INTERVAL = Duration.ofMillis(100);

  /** Whether an event of that time is refused as lying in the future. */
  public boolean isFuture(long occurredAt, long now) {
    return occurredAt > now + ahead.toMillis();
  }

  /** Whether an event of that time is refused as lying too far in the past. */
  public boolean isLongPast(long occurredAt, long now) {
    return occurredAt < now - ago.toMillis();
  }

  public WatermarkStrategy<InputRecord> watermarks() {
    EventTime time = this;
    WatermarkStrategy<InputRecord> watermarks =
        WatermarkStrategy.<InputRecord>forGenerator(context -> new Credible(time))
            .withTimestampAssigner((record, logged) -> record.occurredAt())
            .withIdleness(idleness);
    return maxDrift.isZero()
        ? watermarks
        : watermarks.withWatermarkAlignment(ALIGNED, maxDrift, ALIGNMENT_INTERVAL);
  }

  /** For streams that say nothing of time: always idle, so that they hold nothing back. */
  public static <T> WatermarkStrategy<T> none() {
    return WatermarkStrategy.forGenerator(context -> new Timeless<>());
  }

  private static final class Credible implements WatermarkGenerator<InputRecord> {
    private final EventTime time;
    private long latest = Long.MIN_VALUE;

    Credible(EventTime time) {
      this.time = time;
    }

    @Override
    public void onEvent(InputRecord record, long occurredAt, WatermarkOutput output) {
      if (occurredAt > latest) {
        long now = System.currentTimeMillis();
        if (!time.isFuture(occurredAt, now) && !time.isLongPast(occurredAt, now)) {
          latest = occurredAt;
        }
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (latest != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(latest - time.disorder().toMillis()));
      }
    }
  }

  private static final class Timeless<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long timestamp, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
