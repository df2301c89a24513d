package dev.kizashi.scoring.documents;

import java.io.Serializable;
import java.util.Objects;

/** A catalogue or a model as it was published: its text and what it is called. */
public record ConfigDocument(Kind kind, String name, int version, String text)
    implements Serializable {

  public ConfigDocument {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** The catalogue's place among documents: it has no name of its own. */
  public static final String SIGNALS = "signals";

  /** What a document describes. */
  public enum Kind {
    SIGNALS,
    MODEL
  }
}
