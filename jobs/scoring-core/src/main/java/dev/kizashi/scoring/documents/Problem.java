package dev.kizashi.scoring.documents;

/**
 * Something wrong, or doubtful, in a document.
 *
 * @param line from 1
 * @param column from 1
 * @param message one sentence, with the near miss where there is one
 */
public record Problem(Severity severity, String file, int line, int column, String message) {

  /** Errors reject the document. */
  public enum Severity {
    ERROR,
    WARNING
  }

  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + (severity == Severity.WARNING ? "warning: " : "")
        + message;
  }
}
