package dev.kizashi.runtime.codec;

import java.util.Objects;
import java.util.function.Function;

/** What the bytes of one configuration record turned out to be. */
public sealed interface DecodedConfig permits DecodedConfig.Document, Decoded.Unusable {

  <T> T fold(
      Function<? super Document, ? extends T> document,
      Function<? super Decoded.Unusable, ? extends T> unusable);

  /**
   * One version of a document, not yet looked into.
   *
   * @param name the model's, or {@code signals}; not empty
   * @param version from 1
   * @param yaml the text as it was written; not empty
   */
  record Document(Kind kind, String name, int version, String yaml) implements DecodedConfig {
    public Document {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(yaml, "yaml");
    }

    @Override
    public <T> T fold(
        Function<? super Document, ? extends T> document,
        Function<? super Decoded.Unusable, ? extends T> unusable) {
      return document.apply(this);
    }
  }

  /** Which document it is. */
  enum Kind {
    SIGNALS,
    MODEL
  }
}
