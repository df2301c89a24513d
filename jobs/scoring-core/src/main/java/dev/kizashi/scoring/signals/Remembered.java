package dev.kizashi.scoring.signals;

/**
 * Answers about texts that come again and again, such as the paths of a site, where asking costs
 * much more than looking. Each text has one place, and takes it from whichever had it before, so
 * nothing grows and nothing is put in order; whoever sends texts that never come again makes each
 * of them be asked, as without it.
 *
 * <p>Any number of threads may ask: text and answer stand in one object.
 */
final class Remembered implements ValueMatcher {
  private static final int PLACES = 1 << 8;

  /** A longer text is asked each time: some tens of kilobytes are kept at most. */
  private static final int LONGEST = 256;

  private final ValueMatcher question;
  private final Answer[] answers = new Answer[PLACES];

  private record Answer(String text, boolean holds) {}

  Remembered(ValueMatcher question) {
    this.question = question;
  }

  @Override
  public boolean holds(String text) {
    if (text.length() > LONGEST) {
      return question.holds(text);
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> Short.SIZE) & (PLACES - 1);
    Answer known = answers[place];
    if (known == null || !known.text().equals(text)) {
      known = new Answer(text, question.holds(text));
      answers[place] = known;
    }
    return known.holds();
  }
}
