package dev.kizashi.local;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Counts generated numbers by key; told {@code resumed}, it fails on a key without a count. */
public final class CountingJob {

  static final int KEYS = 100;

  private CountingJob() {}

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSource(
            new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(1000), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % KEYS)
        .process(new Count(List.of(args).contains("resumed")))
        .uid("count")
        .name("count")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
    env.execute("counting");
  }

  private static final class Count extends KeyedProcessFunction<Long, Long, Long> {
    private final boolean resumed;
    private transient ValueState<Long> count;

    private Count(boolean resumed) {
      this.resumed = resumed;
    }

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      if (resumed && before == null) {
        throw new IllegalStateException("the count of key " + context.getCurrentKey() + " is lost");
      }
      count.update(before == null ? 1 : before + 1);
      out.collect(count.value());
    }
  }
}
