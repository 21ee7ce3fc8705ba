package ansatz.shell.java.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompilerMessageTest {
  @Test
  void saysWhatWhichAndWhere() {
    String message = "cannot find symbol\n  symbol:   method foo()\n  location: variable x of type Tensor";
    assertEquals(message, CompilerMessage.of(message));
    assertEquals("incompatible types: String cannot be converted to int",
        CompilerMessage.of("incompatible types: String cannot be converted to int"));
    assertEquals("", CompilerMessage.of(""));
  }

  @Test
  void classesThatJShellMakesAreNoPlaces() {
    assertEquals("cannot find symbol\n  symbol:   variable y",
        CompilerMessage.of("cannot find symbol\n  symbol:   variable y\n  location: class "));
    assertEquals("cannot find symbol\n  symbol:   variable y",
        CompilerMessage.of("cannot find symbol\n  symbol:   variable y\n  location: class REPL.$JShell$11"));
  }
}
