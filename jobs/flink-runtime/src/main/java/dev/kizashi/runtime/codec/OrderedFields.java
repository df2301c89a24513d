package dev.kizashi.runtime.codec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The fields of one record of our own schemas, taken one after the other in the schema's order,
 * whatever they are read from. What the schema makes optional is null when absent.
 */
interface OrderedFields {
  String text();

  String optionalText();

  Long optionalNumber();

  int count();

  /** Epoch millis. */
  long time();

  boolean flag();

  String symbol(List<String> symbols);

  BigDecimal optionalDecimal(int scale);

  Map<String, String> texts();

  /** The fields of a nested record; to be taken, all of them, before the next field of this. */
  OrderedFields optionalRecord();
}
