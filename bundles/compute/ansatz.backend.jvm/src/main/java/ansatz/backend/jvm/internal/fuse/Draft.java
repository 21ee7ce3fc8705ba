package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Fold;
import ansatz.backend.jvm.internal.kernel.Instruction;
import ansatz.tensor.DType;
import ansatz.tensor.primitive.Elementwise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An instruction whose number is not known yet, nor those of the instructions whose values are its arguments. */
final class Draft {
  /** In the place of numbers that are not known yet. */
  static final int OPEN = -1;

  private final Instruction instruction;
  private final Draft[] arguments;
  private int number = OPEN;

  private Draft(Instruction instruction, Draft... arguments) {
    this.instruction = instruction;
    this.arguments = arguments;
  }

  /** The instruction, its arguments by their numbers. */
  private Instruction numbered() {
    return switch (instruction) {
      case Instruction.Apply(Elementwise primitive, DType dtype, List<Integer> _) -> {
        List<Integer> numbers = new ArrayList<>();
        for (Draft argument : arguments) {
          numbers.add(argument.number);
        }
        yield new Instruction.Apply(primitive, dtype, numbers);
      }
      case Instruction.Reduce(Fold fold, int _) -> new Instruction.Reduce(fold, arguments[0].number);
      case Instruction.Store(int access, int _) -> new Instruction.Store(access, arguments[0].number);
      case Instruction.Accumulate(int access, Fold fold, int _) ->
        new Instruction.Accumulate(access, fold, arguments[0].number);
      case Instruction.Load _,Instruction.Literal _,Instruction.Index _ -> instruction;
    };
  }

  /** The code of a stage, and what of it computes which value. */
  static final class Code {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Object, Draft> known = new HashMap<>();

    Draft add(Instruction instruction, Draft... arguments) {
      Draft draft = new Draft(instruction, arguments);
      drafts.add(draft);
      return draft;
    }

    /** Adds what happens before all else in the stage, and needs nothing of it. */
    Draft addFirst(Instruction instruction) {
      Draft draft = new Draft(instruction);
      drafts.addFirst(draft);
      return draft;
    }

    List<Draft> drafts() {
      return drafts;
    }

    Map<Object, Draft> known() {
      return known;
    }

    /** The instructions, numbered from {@code first} on. */
    List<Instruction> number(int first) {
      List<Instruction> instructions = new ArrayList<>();
      for (Draft draft : drafts) {
        draft.number = first + instructions.size();
        instructions.add(draft.numbered());
      }
      return instructions;
    }
  }
}
