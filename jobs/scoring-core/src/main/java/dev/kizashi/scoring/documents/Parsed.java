package dev.kizashi.scoring.documents;

import java.util.List;
import java.util.Optional;

/**
 * A document read: the value when there is no error, and everything there is to say about it.
 *
 * @param problems in the order of the document; warnings do not prevent a value
 */
public record Parsed<T>(Optional<T> value, List<Problem> problems) {
  public Parsed {
    problems = List.copyOf(problems);
  }

  public boolean isValid() {
    return value.isPresent();
  }
}
