package dev.kizashi.scoring.evaluate;

/** What became of an input record; every record has exactly one. */
public enum Fate {
  SCORED,
  UNMATCHED,
  ANONYMOUS,
  DUPLICATE,
  DEAD_LETTER,
  IGNORED
}
