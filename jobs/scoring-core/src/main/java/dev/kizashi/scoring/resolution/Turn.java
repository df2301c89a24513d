package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Who.Passed;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a message, besides the state: what is said, what is sent on, and whose fate it was.
 */
public final class Turn {
  private final List<Emission> emissions = new ArrayList<>(2);
  private final List<Message> messages = new ArrayList<>(1);
  private final List<Outcome> outcomes = new ArrayList<>(1);

  /** What an auditor could not tell by anything else. */
  public enum Note {
    /** A lead that was erased begins anew, and the erasure was remembered. */
    ANEW,
    /** It waited for the facts of a lead that was erased, and goes with it. */
    DROPPED
  }

  /**
   * What became of an input record.
   *
   * @param leadId that it was judged for, or null
   * @param sequence of the judgement; 0 when there was none
   * @param note mostly null
   * @param passed whom it came by before
   */
  public record Outcome(
      Origin origin,
      Fate fate,
      boolean suspect,
      String leadId,
      long sequence,
      Note note,
      List<Passed> passed) {}

  public List<Emission> emissions() {
    return emissions;
  }

  public List<Message> messages() {
    return messages;
  }

  public List<Outcome> outcomes() {
    return outcomes;
  }

  void say(List<Emission> said) {
    emissions.addAll(said);
  }

  void say(Emission said) {
    emissions.add(said);
  }

  void send(Message message) {
    messages.add(message);
  }

  /** Nothing is told of what no input record is behind. */
  void ended(Origin origin, Fate fate, String leadId, List<Passed> passed) {
    ended(origin, fate, false, leadId, 0, null, passed);
  }

  /** What a record led to at a lead that it did not reach itself. */
  void followed(Origin cause, String leadId, long sequence, Note note) {
    ended(cause, Fate.FOLLOWED, false, leadId, sequence, note, List.of());
  }

  void ended(
      Origin origin,
      Fate fate,
      boolean suspect,
      String leadId,
      long sequence,
      Note note,
      List<Passed> passed) {
    if (origin != null) {
      outcomes.add(new Outcome(origin, fate, suspect, leadId, sequence, note, passed));
    }
  }

  /** Starts over. */
  public void clear() {
    emissions.clear();
    messages.clear();
    outcomes.clear();
  }
}
