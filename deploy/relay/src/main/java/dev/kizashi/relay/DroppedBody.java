package dev.kizashi.relay;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads a body to its end and keeps nothing. A body that breaks off is an error, since its sender
 * may have broken off as well; one without end is left, since its status has been said.
 */
final class DroppedBody implements BodySubscriber<Void> {
  private static final long MOST_BYTES = 64 * 1024;

  private final CompletableFuture<Void> read = new CompletableFuture<>();
  private Subscription subscription;
  private long bytes;

  @Override
  public CompletionStage<Void> getBody() {
    return read;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
    }
    if (bytes > MOST_BYTES) {
      subscription.cancel();
      read.complete(null);
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable brokenOff) {
    read.completeExceptionally(brokenOff);
  }

  @Override
  public void onComplete() {
    read.complete(null);
  }
}
