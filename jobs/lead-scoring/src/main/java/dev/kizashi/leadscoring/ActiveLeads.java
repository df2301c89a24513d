package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.evaluate.LeadState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The leads that act now, as objects, in front of the state of all leads. People act in sessions:
 * whoever did something a moment ago is about to do more, and is neither read nor written again for
 * it. What is held and not yet written is written when a checkpoint is taken, when its lead makes
 * room for another, and otherwise little by little, oldest first, so that never more than {@value
 * #MOST_UNWRITTEN} leads wait for a checkpoint to write them.
 *
 * <p>Only those who act take a place. Whom a timer wakes or another version of the model judges
 * anew is looked at where it is.
 *
 * <p>All methods but {@link #makeRoom} and {@link #writeAll} work on the key that the operator has
 * set, which is the lead they name; those two set others.
 */
final class ActiveLeads {
  /** Some tens of milliseconds of writing. */
  static final int MOST_UNWRITTEN = 10_000;

  private final ValueState<LeadState> state;
  private final KeyContext keys;
  private final long mostBytes;
  private final Counter held;
  private final Counter read;

  /** Whoever acted last comes last. */
  private final Map<String, Lead> leads = new LinkedHashMap<>();

  /** By when they changed, with some that have been written since. */
  private final ArrayDeque<Lead> unwritten = new ArrayDeque<>();

  private long bytes;

  /** Says whose state is read and written. */
  interface KeyContext {
    void setCurrentKey(Object leadId);
  }

  /**
   * @param mostBytes of heap, about; 0 for none, and every change is written at once
   */
  ActiveLeads(ValueState<LeadState> state, KeyContext keys, long mostBytes, MetricGroup metrics) {
    this.state = state;
    this.keys = keys;
    this.mostBytes = mostBytes;
    this.held = JobMetric.LEAD_READS.counter(metrics, "held");
    this.read = JobMetric.LEAD_READS.counter(metrics, "state");
  }

  private static final class Lead {
    private final String id;
    private LeadState state;
    private long bytes;
    private boolean changed;

    Lead(String id) {
      this.id = id;
    }
  }

  /** The state of a lead that acts, or null; from now on the lead is held. */
  LeadState of(String leadId) throws IOException {
    Lead lead = leads.remove(leadId);
    if (lead != null) {
      leads.put(leadId, lead);
      held.inc();
      return lead.state;
    }
    LeadState found = readState();
    if (mostBytes > 0) {
      lead = new Lead(leadId);
      lead.state = found;
      leads.put(leadId, lead);
    }
    return found;
  }

  /** The state of a lead that does nothing itself, or null. */
  LeadState lookAt(String leadId) throws IOException {
    Lead lead = leads.get(leadId);
    if (lead != null) {
      held.inc();
      return lead.state;
    }
    return readState();
  }

  private LeadState readState() throws IOException {
    read.inc();
    return state.value();
  }

  /** Keeps what the lead has become. */
  void keep(String leadId, LeadState changed) throws IOException {
    Lead lead = leads.get(leadId);
    if (lead == null) {
      state.update(changed);
      return;
    }
    lead.state = changed;
    long before = lead.bytes;
    lead.bytes = changed.heapBytes();
    bytes += lead.bytes - before;
    if (!lead.changed) {
      lead.changed = true;
      unwritten.add(lead);
    }
  }

  /**
   * Nothing of the lead is left.
   *
   * @param known whether there was anything
   */
  void remove(String leadId, boolean known) {
    Lead lead = leads.remove(leadId);
    if (lead != null) {
      letGo(lead);
    }
    if (known) {
      state.clear();
    }
  }

  /** Lets go of whom there is no room for; to be called when the current key is done with. */
  void makeRoom() throws IOException {
    while (unwritten.size() > MOST_UNWRITTEN) {
      write(unwritten.poll());
    }
    if (bytes > mostBytes) {
      Iterator<Lead> longestSilent = leads.values().iterator();
      while (bytes > mostBytes) {
        Lead lead = longestSilent.next();
        write(lead);
        longestSilent.remove();
        letGo(lead);
      }
    }
  }

  /** What still waits in the line to be written finds nothing to write, and holds nothing. */
  private void letGo(Lead lead) {
    bytes -= lead.bytes;
    lead.changed = false;
    lead.state = null;
  }

  /** From here on the state of all leads is complete. */
  void writeAll() throws IOException {
    while (!unwritten.isEmpty()) {
      write(unwritten.poll());
    }
  }

  private void write(Lead lead) throws IOException {
    if (lead.changed) {
      keys.setCurrentKey(lead.id);
      state.update(lead.state);
      lead.changed = false;
    }
  }
}
