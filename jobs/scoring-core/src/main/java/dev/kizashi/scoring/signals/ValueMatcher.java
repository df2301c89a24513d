package dev.kizashi.scoring.signals;

public final class ValueMatcher {
  public static ValueMatcher compile(TextMatcher m) {
    return null;
  }

  public boolean holds(String s) {
    return false;
  }
}
