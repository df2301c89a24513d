package dev.kizashi.scoring.evaluate;

/** What became of an input record; every record has exactly one, but for {@link #FOLLOWED}. */
public enum Fate {
  SCORED,
  UNMATCHED,
  ANONYMOUS,
  DUPLICATE,
  DEAD_LETTER,
  IGNORED,
  /**
   * What a record led to at a lead that the record itself did not reach: besides the record's own
   * fate.
   */
  FOLLOWED
}
