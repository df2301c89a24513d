package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import java.util.Objects;
import java.util.function.Function;

/** What the bytes of one input record turned out to be. */
public sealed interface Decoded {

  <T> T fold(
      Function<? super Behaviour, ? extends T> behaviour,
      Function<? super Crm, ? extends T> crm,
      Function<? super Unusable, ? extends T> unusable);

  /**
   * A behaviour with at least one identity; its {@code email} is normalised, and an empty {@code
   * lead_id}, {@code visitor_id} or {@code email} is absent.
   */
  record Behaviour(Event event) implements Decoded {
    public Behaviour {
      Objects.requireNonNull(event, "event");
    }

    @Override
    public <T> T fold(
        Function<? super Behaviour, ? extends T> behaviour,
        Function<? super Crm, ? extends T> crm,
        Function<? super Unusable, ? extends T> unusable) {
      return behaviour.apply(this);
    }
  }

  /**
   * The CRM's word on a lead.
   *
   * @param eventId not empty
   * @param occurredAt epoch millis, UTC
   * @param leadId not empty
   * @param update its {@code email} is normalised, or empty to clear it, or null
   */
  record Crm(String eventId, long occurredAt, String leadId, CrmUpdate update) implements Decoded {
    public Crm {
      Objects.requireNonNull(eventId, "eventId");
      Objects.requireNonNull(leadId, "leadId");
      Objects.requireNonNull(update, "update");
    }

    @Override
    public <T> T fold(
        Function<? super Behaviour, ? extends T> behaviour,
        Function<? super Crm, ? extends T> crm,
        Function<? super Unusable, ? extends T> unusable) {
      return crm.apply(this);
    }
  }

  /**
   * A record for the dead letters.
   *
   * @param detail what is wrong, in one line without personal data: fields are named, values not
   */
  record Unusable(DeadLetterReason reason, String detail) implements Decoded, DecodedConfig {
    public Unusable {
      Objects.requireNonNull(reason, "reason");
      detail = OneLine.of(detail);
    }

    @Override
    public <T> T fold(
        Function<? super Behaviour, ? extends T> behaviour,
        Function<? super Crm, ? extends T> crm,
        Function<? super Unusable, ? extends T> unusable) {
      return unusable.apply(this);
    }

    @Override
    public <T> T fold(
        Function<? super ConfigDocument, ? extends T> document,
        Function<? super Unusable, ? extends T> unusable) {
      return unusable.apply(this);
    }
  }
}
