package dev.kizashi.cli.audit;

/** By whom leads are judged again. */
public enum JudgedBy {
  /** Other code than the jobs', slow and plain: shows what is wrong with theirs. */
  ORACLE("the naive judgement says", "The judgement shares no code with the jobs'."),
  /** The jobs' own code without the jobs: shows whether this version would say what stands. */
  CORE(
      "the scoring core says",
      "The judgement is the jobs' own code: what is wrong there is wrong here too, --by oracle"
          + " would show it. Which records reach which lead is read naively."),
  /** One after the other, lead by lead. */
  BOTH(
      "the naive judgement and the scoring core say",
      "The naive judgement shares no code with the jobs, the scoring core is theirs; leads that have"
          + " other names only the former can judge again.");

  private final String says;
  private final String limits;

  JudgedBy(String says, String limits) {
    this.says = says;
    this.limits = limits;
  }

  /** Who says it, to go on from "what …". */
  String says() {
    return says;
  }

  /** What their judgement is worth, in a sentence. */
  String limits() {
    return limits;
  }
}
