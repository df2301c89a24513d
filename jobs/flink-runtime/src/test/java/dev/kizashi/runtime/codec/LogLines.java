package dev.kizashi.runtime.codec;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What one class logs, until closed. */
final class LogLines extends AbstractAppender implements AutoCloseable {
  private final List<String> lines = new ArrayList<>();
  private final Logger logger;

  LogLines(Class<?> source) {
    super("lines", null, null, false, Property.EMPTY_ARRAY);
    logger = (Logger) LogManager.getLogger(source);
    start();
    logger.addAppender(this);
    Configurator.setLevel(logger, Level.INFO);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
