package ansatz.shell.java.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Expressions expressions = new Expressions(ExpressionsTest.class.getClassLoader(),
      System.getProperty("java.class.path"), new PlainLoops(null), new PrintStream(out, true, StandardCharsets.UTF_8),
      new PrintStream(err, true, StandardCharsets.UTF_8));

  @AfterEach
  void close() {
    expressions.close();
  }

  @Test
  void whatCannotBeComputedForPrintingIsSaid() {
    assertFalse(expressions.line("Linalg.cholesky(Tensor.eye(DType.F64, 2))"));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("error java: IllegalStateException factorisations need"),
        err.toString(StandardCharsets.UTF_8));
    assertTrue(expressions.line("Tensor.eye(DType.F64, 2).sum()"));
    assertTrue(out.toString(StandardCharsets.UTF_8).endsWith(" = f64[] 2.0\n"), out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void errorsNameSymbolsAndNoLineThatNobodyWrote() {
    assertFalse(expressions.line("Tensor.eye(DType.F64, 2).T()"));
    assertFalse(expressions.line("Tensor.eye(DType.F64, 2).reshape(3)"));
    assertFalse(expressions.line("Tensor.eye(DType.F64, 2).add(1).sum().add(Tensor.arange(DType.F64, 2)).item()"));
    assertEquals("""
        error java: cannot find symbol
          symbol:   method T()
          location: class ansatz.tensor.Tensor
        error java: IllegalArgumentException reshape[f64[2,2]]: [2,2] has 4 elements, [3] 3
        error java: IllegalArgumentException item: item() needs a tensor of one element, this is f64[2]
        """, err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void exceptionsTypedHereHaveTheirNames() {
    assertTrue(expressions.line("class Own extends RuntimeException {}"));
    assertFalse(expressions.line("throw new Own()"));
    assertEquals("error java: Own\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsPrintedByTheCodeNamesNoLineEither() {
    assertTrue(expressions.line("Tensor.eye(DType.F64, 2).sum().toString()"));
    assertTrue(out.toString(StandardCharsets.UTF_8).endsWith(" = f64[] = reduceSum\n"),
        out.toString(StandardCharsets.UTF_8));
  }
}
