package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.documents.ConfigDocument;
import java.util.Objects;
import java.util.function.Function;

/** What the bytes of one configuration record turned out to be. */
public sealed interface DecodedConfig permits DecodedConfig.Published, Decoded.Unusable {

  <T> T fold(
      Function<? super ConfigDocument, ? extends T> document,
      Function<? super Decoded.Unusable, ? extends T> unusable);

  /** One version of a document, not yet looked into; its name and text are not empty. */
  record Published(ConfigDocument document) implements DecodedConfig {
    public Published {
      Objects.requireNonNull(document, "document");
    }

    @Override
    public <T> T fold(
        Function<? super ConfigDocument, ? extends T> document,
        Function<? super Decoded.Unusable, ? extends T> unusable) {
      return document.apply(this.document);
    }
  }
}
