package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Kind;
import dev.kizashi.oracle.History;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.Sources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The records of {@code lead-transfers}: each has to have been sent, once, and whatever is sent has
 * to be there.
 */
final class Post {
  /** Facts this long ago may have been let go of by the engine; the naive judgement keeps all. */
  private static final long KEPT_HOURS = 24 * 400;

  private final Findings findings;
  private final Consumer<Item> delivery;
  private final Map<String, Deque<Item>> unsent = new HashMap<>();
  private final Map<String, Deque<Item>> byReceiver = new LinkedHashMap<>();
  private final List<Letter> missing = new ArrayList<>();

  /**
   * @param delivery is told of every record as somebody sends it
   */
  Post(Findings findings, Consumer<Item> delivery) {
    this.findings = findings;
    this.delivery = delivery;
  }

  /** A record of the topic, in the order of its log. */
  void add(Item item) {
    Message message = item.transfer();
    String receiver = receiver(message.getClass().getSimpleName(), message.key());
    byReceiver.computeIfAbsent(receiver, it -> new ArrayDeque<>()).add(item);
    unsent
        .computeIfAbsent(address(receiver, Letter.contentOf(message)), it -> new ArrayDeque<>(1))
        .add(item);
  }

  private static String receiver(String kind, String key) {
    return kind + " to " + key;
  }

  private static String receiver(Letter letter) {
    return receiver(letter.kind(), letter.to());
  }

  private static String address(String receiver, String content) {
    return receiver + ": " + content;
  }

  private static String address(Letter letter) {
    return address(receiver(letter), letter.content());
  }

  /** Somebody sends it: the record that says so is delivered. */
  void send(Letter letter) {
    Deque<Item> same = unsent.get(address(letter));
    if (same == null || same.isEmpty()) {
      missing.add(letter);
    } else {
      deliver(letter, same.peek());
    }
  }

  private void deliver(Letter letter, Item item) {
    String receiver = receiver(letter);
    unsent.get(address(receiver, Letter.contentOf(item.transfer()))).remove(item);
    byReceiver.get(receiver).remove(item);
    item.send(letter);
    findings.checked(Checked.TRANSFERS, 1);
    compareHistories(letter, item);
    delivery.accept(item);
  }

  private void compareHistories(Letter letter, Item item) {
    if (letter instanceof Letter.Joins it) {
      compare(item, it.history(), ((Message.Joins) item.transfer()).history());
    } else if (letter instanceof Letter.ComesBack it) {
      compare(item, it.history(), ((Message.ComesBack) item.transfer()).history());
    } else if (letter instanceof Letter.Deed it && it.brought().isPresent()) {
      LeadEvent event = (LeadEvent) item.transfer();
      // What was brought lies under the visitor's path, and in the record that stands apart.
      compare(
          item,
          counted(it.brought().get(), ""),
          counted(event.brought().history(), event.brought().path()),
          it.brought().get().latest());
    }
  }

  private void compare(Item item, History expected, dev.kizashi.scoring.facts.History found) {
    compare(item, counted(expected, ""), counted(found, ""), expected.latest());
  }

  /** Every fact is there as often; of those long ago some may be gone. */
  private void compare(
      Item item, Map<String, Count> expected, Map<String, Count> found, long clock) {
    long oldest = clock == Long.MIN_VALUE ? clock : Math.floorDiv(clock, 3_600_000L) - KEPT_HOURS;
    expected.forEach(
        (fact, count) -> {
          Count there = found.getOrDefault(fact, new Count(count.hour(), 0));
          if (there.count() != count.count() && (there.count() > 0 || count.hour() >= oldest)) {
            findings.differs(
                item.place().toString(), 0, "facts " + fact, count.count(), there.count());
          }
        });
    found.forEach(
        (fact, count) -> {
          if (!expected.containsKey(fact)) {
            findings.differs(item.place().toString(), 0, "facts " + fact, 0, count.count());
          }
        });
  }

  private record Count(long hour, long count) {
    Count and(Count other) {
      return new Count(hour, count + other.count);
    }
  }

  private static Map<String, Count> counted(History history, String path) {
    Map<String, Count> counts = new TreeMap<>();
    for (History.Fact fact : history.counted()) {
      String key =
          key(
              Sources.under(path, Letter.written(fact.source())),
              Hashes.ofSignal(fact.signal()),
              fact.hour(),
              fact.asset() == null ? 0 : Hashes.ofText(fact.asset()),
              fact.suspect());
      counts.merge(key, new Count(fact.hour(), 1), Count::and);
    }
    return counts;
  }

  private static Map<String, Count> counted(
      dev.kizashi.scoring.facts.History history, String path) {
    Facts facts = history.facts();
    Map<String, Count> counts = new TreeMap<>();
    for (int i = 0; i < facts.size(); i++) {
      String key =
          key(
              Sources.under(path, history.sources().path(facts.source(i))),
              facts.signal(i),
              facts.hour(i),
              facts.asset(i),
              facts.mark(i) != Marks.CLEAN);
      counts.merge(key, new Count(facts.hour(i), facts.count(i)), Count::and);
    }
    return counts;
  }

  private static String key(String path, int signal, long hour, long asset, boolean suspect) {
    return "of \"%s\" %08x in hour %d on %016x%s"
        .formatted(path, signal, hour, asset, suspect ? ", suspect" : "");
  }

  // ---- what does not fit ---------------------------------------------------------------------

  /**
   * Where nothing else goes on: what was sent is taken for the record of the same kind to the same
   * receiver that says something else.
   *
   * @return whether there was any
   */
  boolean deliverOtherwise() {
    for (Iterator<Letter> letters = missing.iterator(); letters.hasNext(); ) {
      Letter letter = letters.next();
      Deque<Item> others = byReceiver.get(receiver(letter));
      if (others != null && !others.isEmpty()) {
        Item other = others.peek();
        findings.differs(
            other.place().toString(),
            0,
            receiver(letter),
            letter.content(),
            Letter.contentOf(other.transfer()));
        letters.remove();
        deliver(letter, other);
        return true;
      }
    }
    return false;
  }

  boolean isMissingAny() {
    return !missing.isEmpty();
  }

  /** What was sent and is not there. */
  void reportMissing() {
    for (Letter letter : missing) {
      findings.differs(Kind.MISSING, letter.to(), 0, letter.kind() + " (" + letter.content() + ")");
    }
    missing.clear();
  }

  /** The first record, in the order of the log, that nobody has sent. */
  Optional<Item> firstUnsent(Predicate<Item> which) {
    return byReceiver.values().stream()
        .flatMap(Deque::stream)
        .filter(which)
        .min(
            (a, b) ->
                a.place().partition() == b.place().partition()
                    ? Long.compare(a.place().offset(), b.place().offset())
                    : Integer.compare(a.place().partition(), b.place().partition()));
  }

  /** All records that nobody has sent. */
  List<Item> unsent() {
    return byReceiver.values().stream().flatMap(Deque::stream).toList();
  }
}
