package dev.kizashi.scoring.signals;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/**
 * A CEL expression over {@code event: map(string, dyn)} with a boolean result, type-checked when it
 * is compiled.
 *
 * <p>Whoever may publish a catalogue may write guards, and guards meet events from the open
 * internet; so neither may cost much. The expression is short and shallow, {@code has} is the only
 * macro, so nothing loops, and {@code matches} takes only literal expressions within the bounds of
 * {@link Expressions}: one taken from an event would be compiled as the visitor wrote it.
 */
public final class Guard {
  static final int MAX_CODE_POINTS = 1_000;
  private static final int MAX_DEPTH = 32;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_CODE_POINTS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .enableComprehension(false)
          // dwell_seconds is a double, and people write 20.
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.HAS)
          .addVar("event", MapType.create(SimpleType.STRING, SimpleType.DYN))
          .setResultType(SimpleType.BOOL)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final CelRuntime.Program program;

  private Guard(CelRuntime.Program program) {
    this.program = program;
  }

  /**
   * @throws IllegalArgumentException when the expression is wrong, is no condition, or exceeds a
   *     bound; the message is one line with the place inside the expression
   */
  public static Guard compile(String expression) {
    try {
      CelAbstractSyntaxTree checked = COMPILER.compile(expression).getAst();
      CelNavigableAst.fromAst(checked).getRoot().allNodes().forEach(Guard::checkMatches);
      return new Guard(RUNTIME.createProgram(checked));
    } catch (CelValidationException wrong) {
      throw new IllegalArgumentException(oneLine(wrong), wrong);
    } catch (CelEvaluationException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }

  /**
   * @param event the flat record
   * @throws CelEvaluationException when the guard fails, as on a missing key
   */
  boolean holds(Map<String, Object> event) throws CelEvaluationException {
    Object result = program.eval(Map.of("event", event));
    if (result instanceof Boolean holds) {
      return holds;
    }
    throw new CelEvaluationException("the result is no boolean");
  }

  private static void checkMatches(CelNavigableExpr node) {
    CelExpr expr = node.expr();
    if (expr.getKind() != ExprKind.Kind.CALL || !expr.call().function().equals("matches")) {
      return;
    }
    CelCall call = expr.call();
    CelExpr pattern = call.args().get(call.args().size() - 1);
    if (pattern.getKind() != ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw new IllegalArgumentException("matches takes a literal expression only");
    }
    Expressions.compile(pattern.constant().stringValue());
  }

  private static String oneLine(CelValidationException wrong) {
    CelIssue first = wrong.getErrors().get(0);
    return first.getMessage().replaceAll("\\s+", " ")
        + " at "
        + first.getSourceLocation().getLine()
        + ":"
        + (first.getSourceLocation().getColumn() + 1)
        + " of the expression";
  }
}
