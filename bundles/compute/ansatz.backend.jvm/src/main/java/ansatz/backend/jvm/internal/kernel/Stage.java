package ansatz.backend.jvm.internal.kernel;

import java.util.List;

/**
 * A part of what a kernel does at each outer index.
 *
 * @param inner whether it is repeated for each inner index, or happens once
 */
public record Stage(boolean inner, List<Instruction> code) {
  public Stage {
    code = List.copyOf(code);
  }
}
