package dev.kizashi.runtime.codec;

import static dev.kizashi.scoring.documents.Problems.nearMissOrAll;
import static dev.kizashi.scoring.documents.Problems.quoted;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a list with a header, as records, one after the other. Quoted cells may hold
 * separators, quotes (doubled) and line breaks; blank around header names does not count.
 */
public final class CsvReader implements Closeable {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private static final CsvFactory CSV =
      CsvFactory.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

  private final String source;
  private final CsvMapping mapping;
  private final CsvParser csv;
  private final List<String> header = new ArrayList<>();

  /** A row's record, and the line, from 1, on which the row starts. */
  public record Row(int lineNumber, JsonLines.Line line) {}

  private record Cell(String text, JsonLocation location) {}

  /**
   * @param source by which errors, and event ids made of line numbers, call the list
   * @throws IllegalArgumentException when the list lacks a column of the mapping, or has it twice
   */
  public CsvReader(String source, Reader list, CsvMapping mapping) throws IOException {
    this.source = source;
    this.mapping = mapping;
    this.csv = parser(list);
    try {
      for (Cell cell : cells()) {
        header.add(cell.text.strip());
      }
      requireColumns();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(at(e.getLocation()) + "not CSV", e);
    }
  }

  private CsvParser parser(Reader list) throws IOException {
    BufferedReader text = new BufferedReader(list);
    text.mark(1);
    try {
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
    } catch (CharacterCodingException e) {
      throw inAnotherCharset(e);
    }
    CsvParser parser = CSV.createParser(text);
    parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(mapping.separator()));
    return parser;
  }

  /** A file in the mapping's character set; it is called by its name without directories. */
  public static CsvReader open(Path list, CsvMapping mapping) throws IOException {
    Reader text = Files.newBufferedReader(list, mapping.charset());
    try {
      return new CsvReader(list.getFileName().toString(), text, mapping);
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private void requireColumns() {
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (String column : header) {
      if (!once.add(column)) {
        twice.add(column);
      }
    }
    for (String column : mapping.columns()) {
      if (!once.contains(column)) {
        throw new IllegalArgumentException(
            source + " has no column " + quoted(column) + nearMissOrAll(column, header));
      }
      if (twice.contains(column)) {
        throw new IllegalArgumentException(source + " has the column " + quoted(column) + " twice");
      }
    }
  }

  /**
   * The next row; empty at the end.
   *
   * @throws InvalidEventException for a row that is no record, with source, line and, where one
   *     cell is to blame, column; the rows after it can still be read
   */
  public Optional<Row> next() throws IOException {
    List<Cell> cells;
    try {
      cells = cells();
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(at(e.getLocation()) + "not CSV: a quote is not closed");
    }
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    JsonLocation start = cells.get(0).location;
    if (cells.size() != header.size()) {
      throw new InvalidEventException(
          at(start) + cells.size() + " cells, the header has " + header.size());
    }
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      texts.put(header.get(i), cells.get(i).text);
    }
    try {
      int line = start.getLineNr();
      return Optional.of(new Row(line, mapping.line(texts, source + ":" + line)));
    } catch (InvalidEventException e) {
      JsonLocation blamed =
          mapping
              .culprit(texts)
              .map(column -> cells.get(header.indexOf(column)).location)
              .orElse(start);
      throw new InvalidEventException(at(blamed) + e.getMessage());
    }
  }

  private List<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    try {
      csv.nextToken(); // the row's start
      while (csv.nextToken() == JsonToken.VALUE_STRING) {
        cells.add(new Cell(csv.getText(), csv.currentTokenLocation()));
      }
      return cells;
    } catch (CharacterCodingException e) {
      throw inAnotherCharset(e);
    }
  }

  private IOException inAnotherCharset(CharacterCodingException e) {
    return new IOException(source + " is not in the mapping's charset " + mapping.charset(), e);
  }

  private String at(JsonLocation location) {
    return source + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
