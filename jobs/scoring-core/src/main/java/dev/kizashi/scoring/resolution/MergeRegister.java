package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Recall;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Who.Passed;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.resolution.Erasures.Erasure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Who is merged into whom, decided by one task in one order, so that leads need not agree among
 * themselves. What has no effect goes to the lead that it names, to be judged as such.
 */
public final class MergeRegister {
  /** Merges and unmerges of one lead that are told apart from those seen before. */
  private static final int RECENT = 16;

  private final Links links;
  private final Erasures erasures;

  /**
   * What is known of a lead that was ever merged or merged into. A value: never changed.
   *
   * @param into the lead that it is merged into, or null
   * @param parts those that are merged into it, by id
   * @param recent the keys of the last events that merged or unmerged it, latest last
   */
  public record Link(String into, List<String> parts, List<Long> recent) {
    static final Link NONE = new Link(null, List.of(), List.of());

    public Link {
      parts = List.copyOf(parts);
      recent = List.copyOf(recent);
    }

    Link into(String leadId) {
      return new Link(leadId, parts, recent);
    }

    Link with(String part) {
      List<String> more = new ArrayList<>(parts);
      more.add(part);
      Collections.sort(more);
      return new Link(into, more, recent);
    }

    Link without(String part) {
      List<String> fewer = new ArrayList<>(parts);
      fewer.remove(part);
      return new Link(into, fewer, recent);
    }

    Link after(long eventKey) {
      List<Long> later = new ArrayList<>(recent);
      later.add(eventKey);
      return new Link(into, parts, later.subList(Math.max(0, later.size() - RECENT), later.size()));
    }

    boolean isNone() {
      return into == null && parts.isEmpty() && recent.isEmpty();
    }
  }

  /** Where links are kept. */
  public interface Links {
    /** The link of a lead, or null. */
    Link get(String leadId);

    void put(String leadId, Link link);

    void remove(String leadId);

    /** The number of the next order, from 1. */
    long nextOrder();
  }

  public MergeRegister(Links links, Erasures erasures) {
    this.links = links;
    this.erasures = erasures;
  }

  /** Takes a message. */
  public void take(Message message, Turn turn) {
    long order = links.nextOrder();
    Passed passed = new Passed(Message.EVERYBODY, order);
    if (message instanceof LeadEvent event) {
      LeadEvent record = event.of(event.who().past(passed.key(), passed.number()));
      switch (record.crm().kind()) {
        case MERGED -> merge(record, order, turn);
        case UNMERGED -> unmerge(record, order, turn);
        case ERASED -> erase(record, order, turn);
        default -> throw new IllegalStateException("no word for the register");
      }
    } else if (message instanceof MergeAddress merge) {
      String owner = root(merge.leadId());
      boolean refused = erasures.refuses(merge.leadId(), merge.occurredAt());
      boolean apart = link(merge.address()).into() == null && !owner.equals(merge.address());
      boolean moves = apart && !refused;
      if (moves) {
        join(merge.address(), owner);
        turn.send(
            new MoveTo(merge.address(), owner, merge.occurredAt(), order, null, merge.origin()));
      } else if (!refused) {
        turn.send(new ClaimSettled(merge.address(), merge.leadId(), merge.origin()));
      }
      turn.ended(
          merge.origin(), moves ? Fate.SCORED : Fate.IGNORED, merge.leadId(), List.of(passed));
    } else if (message instanceof EraseAddress erase) {
      turn.send(
          new EraseAddress(
              Station.LEADS,
              erase.address(),
              erase.leadId(),
              erase.occurredAt(),
              erase.order(),
              order,
              erase.cause()));
    } else {
      throw new IllegalStateException("no message for the register: " + message.getClass());
    }
  }

  private void merge(LeadEvent record, long order, Turn turn) {
    CrmUpdate update = record.crm();
    String into = root(record.leadId());
    String part = root(update.otherLeadId());
    boolean seen = link(part).recent().contains(record.eventKey());
    if (into.equals(part) || seen || isRefused(record, update)) {
      turn.send(withoutEffect(record));
      return;
    }
    join(part, into);
    links.put(part, link(part).after(record.eventKey()));
    turn.send(new MoveTo(part, into, record.occurredAt(), order, record, record.origin()));
  }

  private void unmerge(LeadEvent record, long order, Turn turn) {
    CrmUpdate update = record.crm();
    String part = update.otherLeadId();
    Link link = link(part);
    boolean merged = link.into() != null && root(part).equals(root(record.leadId()));
    if (!merged || link.recent().contains(record.eventKey()) || isRefused(record, update)) {
      turn.send(withoutEffect(record));
      return;
    }
    part(part);
    links.put(part, link(part).after(record.eventKey()));
    turn.send(new Recall(part, order, record));
  }

  private void erase(LeadEvent record, long order, Turn turn) {
    String leadId = record.leadId();
    if (erasures.refuses(leadId, record.occurredAt())) {
      turn.send(withoutEffect(record));
      return;
    }
    List<String> parts = new ArrayList<>();
    collect(leadId, parts);
    Collections.sort(parts);
    boolean alone = link(leadId).into() != null;
    if (alone) {
      part(leadId);
    }
    List<String> all = new ArrayList<>(parts);
    all.add(0, leadId);
    for (String erased : all) {
      boolean named = erased.equals(leadId);
      turn.send(
          new Erase(
              erased, record.occurredAt(), named && alone, all, order, named, record.origin()));
      links.remove(erased);
      remember(erased, record.occurredAt(), order);
    }
  }

  private void collect(String leadId, List<String> parts) {
    for (String part : link(leadId).parts()) {
      parts.add(part);
      collect(part, parts);
    }
  }

  private void remember(String id, long occurredAt, long order) {
    if (!erasures.refuses(id, occurredAt)) {
      erasures.put(id, new Erasure(occurredAt, order, Map.of()));
    }
  }

  private boolean isRefused(LeadEvent record, CrmUpdate update) {
    return erasures.refuses(record.leadId(), record.occurredAt())
        || erasures.refuses(update.otherLeadId(), record.occurredAt());
  }

  private static LeadEvent withoutEffect(LeadEvent record) {
    return record.of(record.who().at(Station.LEADS));
  }

  private void join(String part, String into) {
    links.put(part, link(part).into(into));
    links.put(into, link(into).with(part));
  }

  private void part(String part) {
    String into = link(part).into();
    Link rest = link(into).without(part);
    if (rest.isNone()) {
      links.remove(into);
    } else {
      links.put(into, rest);
    }
    links.put(part, link(part).into(null));
  }

  private String root(String leadId) {
    String root = leadId;
    for (String into = link(root).into(); into != null; into = link(root).into()) {
      root = into;
    }
    return root;
  }

  private Link link(String leadId) {
    Link link = links.get(leadId);
    return link == null ? Link.NONE : link;
  }
}
