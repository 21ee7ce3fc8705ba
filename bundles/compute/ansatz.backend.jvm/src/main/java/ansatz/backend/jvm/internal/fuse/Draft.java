package ansatz.backend.jvm.internal.fuse;

import ansatz.backend.jvm.internal.kernel.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An instruction whose number is not known yet. */
final class Draft {
  private final Function<int[], Instruction> maker;
  private final Draft[] arguments;
  private int number = -1;

  private Draft(Function<int[], Instruction> maker, Draft... arguments) {
    this.maker = maker;
    this.arguments = arguments;
  }

  static List<Integer> boxed(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** The code of a stage, and what of it computes which value. */
  static final class Code {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Object, Draft> known = new HashMap<>();

    Draft add(Function<int[], Instruction> maker, Draft... arguments) {
      Draft draft = new Draft(maker, arguments);
      drafts.add(draft);
      return draft;
    }

    /** Adds what happens before all else in the stage, and needs nothing of it. */
    Draft addFirst(Function<int[], Instruction> maker) {
      Draft draft = new Draft(maker);
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
        instructions.add(draft.maker.apply(Arrays.stream(draft.arguments).mapToInt(a -> a.number).toArray()));
      }
      return instructions;
    }
  }
}
