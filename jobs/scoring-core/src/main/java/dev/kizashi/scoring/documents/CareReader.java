package dev.kizashi.scoring.documents;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deadlines: what every stage asks for, and how fast an alert wants an answer. */
final class CareReader {
  static final List<String> STAGES =
      List.of("lead", "mql", "sal", "sql", "customer", "recycled", "disqualified");

  /** A little less than the ten years over which business hours are searched. */
  private static final int WEEKS_SEARCHED = 500;

  private final BusinessHours businessHours;

  CareReader(BusinessHours businessHours) {
    this.businessHours = businessHours;
  }

  Map<String, StageCare> stages(Value value) {
    Map<String, StageCare> stages = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(Integer.MAX_VALUE)) {
      String stage = entry.key().oneOf("lifecycle stage", STAGES);
      StageCare care = care(entry.value());
      if (stage != null) {
        stages.put(stage, care);
      }
    }
    return stages;
  }

  private StageCare care(Value value) {
    Fields fields = value.fields("sla", "stagnation");
    long stagnationMillis = fields.read("stagnation", 0L, Value::positiveDuration);
    Value sla = fields.get("sla");
    if (sla == null) {
      return new StageCare(null, null, stagnationMillis);
    }
    Fields deadlines = sla.fields("warn", "breach", "hours");
    boolean business = deadlines.read("hours", false, CareReader::hours);
    Deadline warn = deadlines.read("warn", null, due -> deadline(due, business));
    Deadline breach = deadlines.read("breach", null, due -> deadline(due, business));
    if (sla.isMap() && !deadlines.has("warn") && !deadlines.has("breach")) {
      sla.wrong("sla needs warn or breach");
    } else if (warn != null && breach != null && warn.millis() >= breach.millis()) {
      deadlines.get("warn").doubtful("warn comes no earlier than breach");
    }
    return new StageCare(warn, breach, stagnationMillis);
  }

  /** An alert's {@code sla}: a duration, or {@code {respond, hours}}. */
  Deadline respond(Value value) {
    if (!value.isMap()) {
      return deadline(value, false);
    }
    Fields fields = value.fields("respond", "hours");
    boolean business = fields.read("hours", false, CareReader::hours);
    return fields.require("respond", null, due -> deadline(due, business));
  }

  private static Boolean hours(Value value) {
    String hours = value.oneOf("kind of hours", List.of("elapsed", "business"));
    return hours == null ? null : (Boolean) hours.equals("business");
  }

  private Deadline deadline(Value value, boolean business) {
    Long millis = value.positiveDuration();
    if (millis == null) {
      return null;
    }
    long day = Duration.between(businessHours.from(), businessHours.to()).toMillis();
    long openDays =
        (long) WEEKS_SEARCHED * businessHours.days().size() - businessHours.holidays().size();
    return business && millis > openDays * day
        ? value.wrong(value.name() + " does not end within ten years of business hours")
        : new Deadline(millis, business);
  }
}
