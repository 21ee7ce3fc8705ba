package ansatz.tensor;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ansatz.tensor.primitive.Constant;
import ansatz.tensor.primitive.Parameter;

/**
 * What a program, or tensors, are made of: what is applied to what, with all parameters and types. Equal structures are
 * the same computation; they hold no tensor, so they may be kept. Cost: a pass over the graph.
 */
public final class Structure {
  /** Of each node its primitive, its parameters and the numbers of its operands, then the numbers of the results. */
  private final List<Object> parts;
  private final List<Tensor> constants = new ArrayList<>();
  private final int hash;

  private Structure(List<Object> parts, int hash) {
    this.parts = parts;
    this.hash = hash;
  }

  private Structure(List<Tensor> inputs, List<Tensor> results, boolean open) {
    this.parts = new ArrayList<>();
    Map<Tensor, Integer> numbers = new HashMap<>();
    for (Tensor input : inputs) {
      parts.add(input.type());
      numbers.put(input, numbers.size());
    }
    for (Node node : Dependents.above(results, 0)) {
      if (open && node.primitive() instanceof Constant(Values values)) {
        parts.add(values.type());
        constants.add(node.result(0));
      } else {
        parts.add(key(node.primitive()));
        parts.add(numbers(node.operands(), numbers));
      }
      for (Tensor result : node.results()) {
        numbers.putIfAbsent(result, numbers.size());
      }
    }
    parts.add(numbers(results, numbers));
    this.hash = parts.hashCode();
  }

  /** Of a program, its constants included. */
  public static Structure of(Program program) {
    return new Structure(program.inputs(), program.outputs(), false);
  }

  /** Of tensors, but for the values of the constants that they are made of. */
  static Structure of(List<Tensor> results) {
    return new Structure(List.of(), results, true);
  }

  private static List<Integer> numbers(List<Tensor> tensors, Map<Tensor, Integer> numbers) {
    List<Integer> list = new ArrayList<>(tensors.size());
    for (Tensor tensor : tensors) {
      list.add(numbers.get(tensor));
    }
    return list;
  }

  /** The constants, in the order of the program's inputs. */
  List<Tensor> constants() {
    return constants;
  }

  /** An equal structure that holds no tensor, to be kept. */
  Structure alone() {
    return new Structure(parts, hash);
  }

  /** The program from the constants to the tensors that this is the structure of. */
  Program program(List<Tensor> results) {
    Map<Tensor, Tensor> inputs = new LinkedHashMap<>();
    constants.forEach(constant -> inputs.put(constant, Parameter.of(constant.type())));
    return Program.of(List.copyOf(inputs.values()), Dependents.substitute(results, inputs));
  }

  /** What a primitive is equal by: its own components, but programs by their structure and values by their bits. */
  private static Object key(Primitive primitive) {
    if (primitive instanceof Constant(Values values)) {
      return new Bits(values);
    }
    if (!(primitive instanceof Record) || primitive.bodies().isEmpty()) {
      return primitive;
    }
    List<Object> key = new ArrayList<>(List.of(primitive.getClass()));
    for (RecordComponent component : primitive.getClass().getRecordComponents()) {
      key.add(switch (component(component, primitive)) {
        case Program program -> of(program);
        case Values values -> new Bits(values);
        case Object other -> other;
      });
    }
    return key;
  }

  private static Object component(RecordComponent component, Primitive primitive) {
    try {
      return component.getAccessor().invoke(primitive);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(primitive.symbol() + " has to be a public record", e);
    }
  }

  /** Values that are equal where all bits are. */
  private record Bits(Values values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bits(Values others) && values.sameBits(others);
    }

    @Override
    public int hashCode() {
      return 31 * values.type().hashCode() + switch (values.type().dtype()) {
        case F32 -> Arrays.hashCode(values.floats());
        case F64 -> Arrays.hashCode(values.doubles());
        case I32 -> Arrays.hashCode(values.ints());
        case I64 -> Arrays.hashCode(values.longs());
        case BOOL -> Arrays.hashCode(values.bytes());
      };
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Structure o && hash == o.hash && parts.equals(o.parts);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
