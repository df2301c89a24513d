package dev.kizashi.benchmarks.peers;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The topics that the peers read. The CRM's is none of them: it tells no behaviour. */
public enum BehaviourTopic {
  CLICKSTREAM("clickstream", ClickstreamEvent.class, BehaviourTopic::clickstream),
  EMAIL_ENGAGEMENT("email-engagement", EmailEngagementEvent.class, BehaviourTopic::email),
  OFFLINE_ACTIVITY("offline-activity", OfflineActivityEvent.class, BehaviourTopic::offline);

  private final String topicName;
  private final Class<? extends SpecificRecord> record;
  private final Function<SpecificRecord, Behaviour> behaviour;

  BehaviourTopic(
      String topicName,
      Class<? extends SpecificRecord> record,
      Function<SpecificRecord, Behaviour> behaviour) {
    this.topicName = topicName;
    this.record = record;
    this.behaviour = behaviour;
  }

  /** Without the prefix of a run. */
  public String topicName() {
    return topicName;
  }

  Class<? extends SpecificRecord> record() {
    return record;
  }

  Behaviour behaviour(SpecificRecord event) {
    return behaviour.apply(event);
  }

  private static Behaviour clickstream(SpecificRecord event) {
    ClickstreamEvent it = (ClickstreamEvent) event;
    return Behaviour.of(it.getLeadId(), it.getType(), it.getOccurredAt().toEpochMilli());
  }

  private static Behaviour email(SpecificRecord event) {
    EmailEngagementEvent it = (EmailEngagementEvent) event;
    return Behaviour.of(it.getLeadId(), it.getType(), it.getOccurredAt().toEpochMilli());
  }

  private static Behaviour offline(SpecificRecord event) {
    OfflineActivityEvent it = (OfflineActivityEvent) event;
    return Behaviour.of(it.getLeadId(), it.getType(), it.getOccurredAt().toEpochMilli());
  }
}
