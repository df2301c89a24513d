package dev.kizashi.scoring.signals;

/**
 * Numbers between two inclusive bounds. A text is a number when it is {@code
 * [+-]?(digits[.digits]|.digits)[e[+-]digits]}, with ASCII digits, a lower-case e and the
 * exponent's sign optional; any other text is in no range.
 */
record NumberRange(double least, double most) implements ValueMatcher {

  @Override
  public boolean holds(String text) {
    return isNumber(text) && holds(Double.parseDouble(text));
  }

  boolean holds(double number) {
    return least <= number && number <= most;
  }

  static boolean isNumber(String text) {
    int at = afterSign(text, 0);
    int whole = afterDigits(text, at);
    int end = whole;
    if (whole < text.length() && text.charAt(whole) == '.') {
      end = afterDigits(text, whole + 1);
      if (end == whole + 1) {
        return false;
      }
    }
    if (end == at) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == 'e') {
      int exponent = afterSign(text, end + 1);
      end = afterDigits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  private static int afterSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
  }

  private static int afterDigits(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
