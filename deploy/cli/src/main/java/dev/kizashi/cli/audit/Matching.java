package dev.kizashi.cli.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.kizashi.cli.audit.Findings.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records expected and records found, as multisets: paired by what tells them apart, then compared
 * field by field.
 */
final class Matching<T extends SpecificRecord> {
  private final String what;
  private final ToLongFunction<T> sequence;
  private final Function<T, String> identity;

  /**
   * @param what one record, in words
   * @param identity what no two records of a lead have in common
   */
  Matching(String what, ToLongFunction<T> sequence, Function<T, String> identity) {
    this.what = what;
    this.sequence = sequence;
    this.identity = identity;
  }

  /** Every record expected is found, once, and nothing else. */
  void all(String leadId, List<T> expected, List<T> found, Findings findings) {
    match(leadId, expected, found, findings, true);
  }

  /** Every record found is expected, once; some may have been compacted away. */
  void thoseThere(String leadId, List<T> expected, List<T> found, Findings findings) {
    match(leadId, expected, found, findings, false);
  }

  private void match(
      String leadId, List<T> expected, List<T> found, Findings findings, boolean all) {
    Map<String, List<T>> due = byIdentity(expected);
    Map<String, List<T>> there = byIdentity(found);
    Set<String> identities = new LinkedHashSet<>(due.keySet());
    identities.addAll(there.keySet());
    for (String each : identities) {
      List<T> a = due.getOrDefault(each, List.of());
      List<T> b = there.getOrDefault(each, List.of());
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        if (i >= b.size()) {
          if (all) {
            findings.differs(Kind.MISSING, leadId, sequence.applyAsLong(a.get(i)), what);
          }
        } else if (i >= a.size()) {
          findings.differs(
              a.isEmpty() ? Kind.WITHOUT_CAUSE : Kind.TWICE,
              leadId,
              sequence.applyAsLong(b.get(i)),
              what);
        } else {
          long number = sequence.applyAsLong(a.get(i));
          Comparison.of(a.get(i), b.get(i))
              .forEach(
                  mismatch ->
                      findings.differs(
                          leadId,
                          number,
                          what + " " + mismatch.field(),
                          mismatch.expected(),
                          mismatch.found()));
        }
      }
    }
  }

  private Map<String, List<T>> byIdentity(List<T> records) {
    return records.stream().collect(groupingBy(identity, LinkedHashMap::new, toList()));
  }
}
