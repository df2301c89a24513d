package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.documents.ConfigDocument;
import java.util.Objects;
import java.util.function.Function;

/** What the bytes of one configuration record turned out to be. */
public sealed interface DecodedConfig permits DecodedConfig.Document, Decoded.Unusable {

  <T> T fold(
      Function<? super Document, ? extends T> document,
      Function<? super Decoded.Unusable, ? extends T> unusable);

  /** One version of a document, not yet looked into. */
  record Document(ConfigDocument document) implements DecodedConfig {
    public Document {
      Objects.requireNonNull(document, "document");
    }

    @Override
    public <T> T fold(
        Function<? super Document, ? extends T> document,
        Function<? super Decoded.Unusable, ? extends T> unusable) {
      return document.apply(this);
    }
  }
}
