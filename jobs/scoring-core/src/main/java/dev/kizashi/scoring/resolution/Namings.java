package dev.kizashi.scoring.resolution;

import java.util.ArrayList;
import java.util.List;

/** Whose a visitor has been since when, by time, then arrival. */
final class Namings {
  private final List<Naming> namings = new ArrayList<>(1);

  /**
   * @param at epoch millis
   * @param leadId or null for somebody who was erased
   */
  record Naming(long at, String leadId) {}

  boolean isEmpty() {
    return namings.isEmpty();
  }

  /** Another naming, unless it is known; beyond {@code most} the earliest goes. */
  void add(long at, String leadId, int most) {
    int place = namings.size();
    while (place > 0 && namings.get(place - 1).at() >= at) {
      place--;
    }
    while (place < namings.size() && namings.get(place).at() == at) {
      if (leadId.equals(namings.get(place).leadId())) {
        return;
      }
      place++;
    }
    namings.add(place, new Naming(at, leadId));
    if (namings.size() > most) {
      namings.remove(0);
    }
  }

  /** Whose an event of that time is: null where that was somebody who was erased. */
  String at(long t) {
    int place = namings.size() - 1;
    while (place > 0 && namings.get(place).at() > t) {
      place--;
    }
    return namings.get(place).leadId();
  }

  /**
   * Forgets who a lead was, but not when.
   *
   * @param at of the one naming to forget, or null for all
   * @return whether anybody is left
   */
  boolean forget(String leadId, Long at) {
    namings.replaceAll(
        naming ->
            leadId.equals(naming.leadId()) && (at == null || at == naming.at())
                ? new Naming(naming.at(), null)
                : naming);
    return namings.stream().anyMatch(naming -> naming.leadId() != null);
  }

  List<Naming> all() {
    return namings;
  }

  /** As read from bytes. */
  void restore(long at, String leadId) {
    namings.add(new Naming(at, leadId));
  }
}
