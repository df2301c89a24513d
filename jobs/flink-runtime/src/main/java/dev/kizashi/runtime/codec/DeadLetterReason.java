package dev.kizashi.runtime.codec;

/** Why a record cannot be used: the stable codes of the header {@code dl.reason}. */
public enum DeadLetterReason {
  /** The bytes are no record of the schema that they name, or none that ours can be read from. */
  UNDECODABLE,
  /** The registry has no schema of the id that the bytes name. */
  UNKNOWN_SCHEMA,
  /** A record, but one that breaks a rule of the contract. */
  INVALID,
  /** It happened further ahead of the processing time than clocks differ. */
  FUTURE_TIMESTAMP,
  /** It happened before any time that facts are kept for. */
  PAST_TIMESTAMP,
  /** It names neither a lead nor an address nor, where one would do, a visitor. */
  NO_IDENTITY,
  /** The value has more bytes than are accepted. */
  TOO_LARGE,
  /** A configuration record that carries no document. */
  BAD_CONFIG,
  /** An alert that its receiver refused, or did not take for as long as it is tried. */
  UNDELIVERABLE
}
