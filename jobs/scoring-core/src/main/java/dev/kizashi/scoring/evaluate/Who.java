package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.evaluate.Message.Station;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whom an event is about, and who has to be asked next.
 *
 * @param station who is asked next
 * @param leadId the lead, or null as long as it is not known
 * @param email the normalised address that the event has, where somebody still has to learn of it;
 *     else null
 * @param visitorId the visitor's, or null
 * @param source the path of its facts at the lead: empty for the lead itself
 * @param order by which the lead that it names has become part of this one; 0 when it names this
 *     one
 * @param reaches whether it reaches the lead, or only teaches it an address
 * @param passed whom it came by, in order
 */
public record Who(
    Station station,
    String leadId,
    String email,
    String visitorId,
    String source,
    long order,
    boolean reaches,
    List<Passed> passed) {

  public Who {
    Objects.requireNonNull(station, "station");
    passed = List.copyOf(passed);
  }

  /**
   * Whom a record came by before it reached a lead, and as which of those who came by: so that an
   * auditor can repeat what was decided there.
   *
   * @param key for example {@code visitor:v1}
   * @param number from 1
   */
  public record Passed(String key, long number) {}

  /** A lead, and nothing but the lead. */
  public static Who lead(String leadId) {
    return new Who(Station.LEADS, leadId, null, null, "", 0, true, List.of());
  }

  String key() {
    return switch (station) {
      case ADDRESSES -> leadId == null ? email : leadId;
      case VISITORS -> visitorId;
      case MERGES -> Message.EVERYBODY;
      case LEADS -> leadId;
    };
  }

  /** To be asked next. */
  public Who at(Station next) {
    return new Who(next, leadId, email, visitorId, source, order, reaches, passed);
  }

  /** It came by somebody. */
  public Who past(String key, long number) {
    List<Passed> longer = new ArrayList<>(passed.size() + 1);
    longer.addAll(passed);
    longer.add(new Passed(key, number));
    return new Who(station, leadId, email, visitorId, source, order, reaches, longer);
  }

  /** The lead is known; nobody has to learn of an address any more. */
  public Who named(String lead, String path) {
    return new Who(station, lead, null, visitorId, path, order, reaches, passed);
  }
}
