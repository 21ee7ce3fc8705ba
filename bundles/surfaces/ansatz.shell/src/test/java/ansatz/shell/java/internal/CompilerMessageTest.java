package ansatz.shell.java.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompilerMessageTest {
  @Test
  void namesWhatIsNotKnown() {
    assertEquals("cannot find symbol: method foo()",
        CompilerMessage.of("cannot find symbol\n  symbol:   method foo()\n  location: variable x of type Tensor"));
    assertEquals("incompatible types: String cannot be converted to int",
        CompilerMessage.of("incompatible types: String cannot be converted to int"));
    assertEquals("", CompilerMessage.of(""));
  }
}
