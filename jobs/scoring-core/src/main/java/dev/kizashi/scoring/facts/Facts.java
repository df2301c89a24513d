package dev.kizashi.scoring.facts;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * What a lead did: counts by (signal, hour, asset, source, mark), never decayed, never valued.
 *
 * <p>Parallel primitive columns, sorted by that key, so that everything a valuation walks lies side
 * by side: all facts of one signal are neighbours, in the order in which caps are filled. Adding in
 * time order appends to the signal's run; a late fact shifts what follows it. A fact costs 32 bytes
 * in memory and two or three in a savepoint ({@link dev.kizashi.scoring.evaluate.LeadStateCodec}).
 *
 * <p>Assets stand as {@link Hashes#ofText}, 0 for none: only their being the same matters, since
 * inside one hour every fact of a signal weighs the same. Sources are numbered by the lead; 0 is
 * the lead itself. Not thread-safe.
 */
public final class Facts {
  private static final int INITIAL = 8;
  private static final long BYTES_A_FACT = 6 * Integer.BYTES + Long.BYTES;

  private int size;
  private int[] signals = new int[INITIAL];
  private int[] hours = new int[INITIAL];
  private long[] assets = new long[INITIAL];
  private int[] sources = new int[INITIAL];
  private int[] marks = new int[INITIAL];
  private int[] counts = new int[INITIAL];
  private int[] unreported = new int[INITIAL];
  private int unreportedFacts;

  public int size() {
    return size;
  }

  long heapBytes() {
    return signals.length * BYTES_A_FACT;
  }

  public int signal(int i) {
    return signals[i];
  }

  public int hour(int i) {
    return hours[i];
  }

  public long asset(int i) {
    return assets[i];
  }

  public int source(int i) {
    return sources[i];
  }

  /** {@link Marks#CLEAN}, or why the fact is suspect. */
  public int mark(int i) {
    return marks[i];
  }

  public int count(int i) {
    return counts[i];
  }

  /** The index after the run of facts of the signal that {@code from} is one of. */
  public int endOfSignal(int from) {
    int end = from + 1;
    while (end < size && signals[end] == signals[from]) {
      end++;
    }
    return end;
  }

  /** Whether a clean fact of the signal lies in the hour. */
  public boolean hasClean(int signal, int hour) {
    for (int i = 0; i < size; i++) {
      if (signals[i] == signal && hours[i] == hour && marks[i] == Marks.CLEAN) {
        return true;
      }
    }
    return false;
  }

  /** Whether the very fact is there and clean. */
  public boolean hasClean(int signal, int hour, long asset, int source) {
    return find(signal, hour, asset, source, Marks.CLEAN) >= 0;
  }

  /** Adds {@code count} to a fact, which comes into being when it is new. */
  public void add(int signal, int hour, long asset, int source, int mark, int count) {
    int at = find(signal, hour, asset, source, mark);
    if (at >= 0) {
      counts[at] = Math.addExact(counts[at], count);
      unreported(at, unreported[at] + count);
      return;
    }
    insert(-at - 1, signal, hour, asset, source, mark, count);
    unreported(-at - 1, count);
  }

  private void unreported(int at, int count) {
    unreportedFacts += (count == 0 ? 0 : 1) - (unreported[at] == 0 ? 0 : 1);
    unreported[at] = count;
  }

  /** How much of a fact the score emitted last does not know of. */
  public int unreported(int i) {
    return unreported[i];
  }

  /** Whether the score emitted last does not know all of the facts in [start, end). */
  public boolean hasUnreported(int start, int end) {
    int i = unreportedFacts == 0 ? end : start;
    while (i < end && unreported[i] == 0) {
      i++;
    }
    return i < end;
  }

  /** How many facts there are of which the score emitted last does not know all. */
  public int unreportedFacts() {
    return unreportedFacts;
  }

  /** The score emitted last knows everything. */
  public void report() {
    if (unreportedFacts > 0) {
      Arrays.fill(unreported, 0, size, 0);
      unreportedFacts = 0;
    }
  }

  /** As read from bytes: the score emitted last does not know all of a fact. */
  public void restoreUnreported(int i, int count) {
    unreported(i, count);
  }

  /** One clean occurrence turns out to be suspect. */
  void mark(int signal, int hour, long asset, int source, int mark) {
    int at = find(signal, hour, asset, source, Marks.CLEAN);
    counts[at]--;
    // Of what has just arrived; what was there before is news by being marked.
    unreported(at, Math.max(0, unreported[at] - 1));
    if (counts[at] == 0) {
      remove(at);
    }
    add(signal, hour, asset, source, mark, 1);
  }

  /** Adds a fact that sorts after all others, as a savepoint has them. */
  public void append(int signal, int hour, long asset, int source, int mark, int count) {
    insert(size, signal, hour, asset, source, mark, count);
  }

  /** Forgets all facts of hours before {@code hour}. */
  public void dropBefore(int hour) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (hours[i] >= hour) {
        if (kept != i) {
          copy(i, kept);
        }
        kept++;
      }
    }
    truncate(kept);
  }

  /** The oldest hour of which there is a fact. */
  int oldestHour() {
    int oldest = Integer.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      oldest = Math.min(oldest, hours[i]);
    }
    return oldest;
  }

  /** Takes out the facts of the sources that {@code leaves} names, in order. */
  void takeOut(IntPredicate leaves, Facts taker, IntUnaryOperator renamed) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (leaves.test(sources[i])) {
        taker.add(
            signals[i], hours[i], assets[i], renamed.applyAsInt(sources[i]), marks[i], counts[i]);
      } else {
        copy(i, kept++);
      }
    }
    truncate(kept);
  }

  private int find(int signal, int hour, long asset, int source, int mark) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, signal, hour, asset, source, mark);
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -low - 1;
  }

  private int compare(int i, int signal, int hour, long asset, int source, int mark) {
    int order = Integer.compare(signals[i], signal);
    if (order == 0) {
      order = Integer.compare(hours[i], hour);
    }
    if (order == 0) {
      order = Long.compare(assets[i], asset);
    }
    if (order == 0) {
      order = Integer.compare(sources[i], source);
    }
    return order != 0 ? order : Integer.compare(marks[i], mark);
  }

  private void insert(int at, int signal, int hour, long asset, int source, int mark, int count) {
    if (size == signals.length) {
      grow();
    }
    int moved = size - at;
    System.arraycopy(signals, at, signals, at + 1, moved);
    System.arraycopy(hours, at, hours, at + 1, moved);
    System.arraycopy(assets, at, assets, at + 1, moved);
    System.arraycopy(sources, at, sources, at + 1, moved);
    System.arraycopy(marks, at, marks, at + 1, moved);
    System.arraycopy(counts, at, counts, at + 1, moved);
    System.arraycopy(unreported, at, unreported, at + 1, moved);
    signals[at] = signal;
    hours[at] = hour;
    assets[at] = asset;
    sources[at] = source;
    marks[at] = mark;
    counts[at] = count;
    unreported[at] = 0;
    size++;
  }

  private void remove(int at) {
    size--;
    for (int i = at; i < size; i++) {
      copy(i + 1, i);
    }
  }

  private void truncate(int kept) {
    size = kept;
    unreportedFacts = 0;
    for (int i = 0; i < size; i++) {
      unreportedFacts += unreported[i] == 0 ? 0 : 1;
    }
  }

  private void copy(int from, int to) {
    signals[to] = signals[from];
    hours[to] = hours[from];
    assets[to] = assets[from];
    sources[to] = sources[from];
    marks[to] = marks[from];
    counts[to] = counts[from];
    unreported[to] = unreported[from];
  }

  private void grow() {
    int capacity = size + (size >> 1) + 1;
    signals = Arrays.copyOf(signals, capacity);
    hours = Arrays.copyOf(hours, capacity);
    assets = Arrays.copyOf(assets, capacity);
    sources = Arrays.copyOf(sources, capacity);
    marks = Arrays.copyOf(marks, capacity);
    counts = Arrays.copyOf(counts, capacity);
    unreported = Arrays.copyOf(unreported, capacity);
  }
}
