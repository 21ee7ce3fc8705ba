package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Alias;
import ansatz.tensor.primitive.Parameter;

/**
 * Transforms of functions of tensors: derivatives in both modes and vectorisation. They nest to any order, and inside a
 * trace they become part of the program.
 *
 * <p>$$ \mathrm{jvp}: \dot y = \frac{\partial f}{\partial x} \dot x, \qquad
 * \mathrm{vjp}: \bar x = \bar y^T \frac{\partial f}{\partial x} $$
 *
 * <p>Shapes: a tangent or cotangent has the shape of what it belongs to.
 *
 * <p>Cost: of the operations of f, a JVP takes two to three times, a VJP three to four and the memory of the inner values
 * that it needs, whatever the number of arguments; a batch what a loop takes, in one program of one size.
 *
 * <p>Errors: an argument without floating elements, a value that is no scalar where one is needed, and a path without
 * derivative, reverse through {@code while} for instance, are an {@link IllegalArgumentException} with the user's line.
 *
 * <p>Source: Griewank and Walther (2008), Evaluating derivatives, chapters 3 and 4.
 */
public final class Transforms {
  private Transforms() {}

  /** x -> df/dx for a function with a scalar value. */
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    return x -> gradients(in -> List.of(f.apply(in.getFirst())), 0).of(x).getFirst();
  }

  /** (x_1, ..., x_n) -> df/dx_i for the listed i, by default all; f's first result is a scalar, others are ignored. */
  public static Function gradients(Function f, int... wrt) {
    return arguments -> {
      List<Tensor> all = valueAndGrad(f, wrt).apply(arguments);
      int gradients = wrt.length == 0 ? arguments.size() : wrt.length;
      return all.subList(all.size() - gradients, all.size());
    };
  }

  /** (x_1, ..., x_n) -> all results of f, then the gradients of the first one, a scalar, by the listed arguments. */
  public static Function valueAndGrad(Function f, int... wrt) {
    return arguments -> {
      int[] by = wrt.length == 0 ? IntStream.range(0, arguments.size()).toArray() : wrt;
      List<Tensor> inputs = new ArrayList<>(arguments);
      List<Tensor> sources = new ArrayList<>();
      for (int i : by) {
        if (i < 0 || i >= arguments.size()) {
          throw new IllegalArgumentException(
              "no argument " + i + " to differentiate by, there are " + arguments.size());
        }
        inputs.set(i, Alias.of(floating(arguments.get(i), "argument " + i)));
        sources.add(inputs.get(i));
      }
      List<Tensor> values = f.apply(inputs);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("grad needs a function with a scalar value, this one gives nothing");
      }
      Tensor loss = floating(values.getFirst(), "the value to differentiate");
      if (loss.rank() != 0) {
        throw new IllegalArgumentException("grad needs a function with a scalar value, this one gives " + loss.type()
            + (loss.node().line().isEmpty() ? "" : " (" + loss.node().line() + ")")
            + ": sum it, or use jacobian or vjp");
      }
      List<Tensor> all = new ArrayList<>(values);
      all.addAll(pullBack(List.of(loss), List.of(Tensor.scalar(loss.dtype(), 1)), sources));
      return all;
    };
  }

  /** What f gives and the map from cotangents of that to cotangents of the arguments. */
  public record Vjp(List<Tensor> values, Function pullback) {}

  /** v -> v^T df/dx at the arguments, along with f's values. Every argument with floating elements is a source. */
  public static Vjp vjp(Function f, List<Tensor> arguments) {
    List<Tensor> inputs = arguments.stream().map(Alias::of).toList();
    List<Tensor> values = f.apply(inputs);
    return new Vjp(values, cotangents -> pullBack(values, like(values, cotangents, "cotangent", "result"), inputs));
  }

  /** What f gives and its derivative in the direction of the tangents. */
  public record Jvp(List<Tensor> values, List<Tensor> tangents) {}

  /** df/dx v at the arguments, along with f's values; a null tangent is zero. */
  public static Jvp jvp(Function f, List<Tensor> arguments, List<Tensor> tangents) {
    List<Tensor> inputs = arguments.stream().map(Alias::of).toList();
    like(inputs, tangents, "tangent", "argument");
    List<Tensor> values = f.apply(inputs);
    return new Jvp(values, zeroed(ForwardMode.jvp(values, inputs, tangents), values));
  }

  /** Derivatives, which have to be of the types of what they are derivatives of; null is zero. */
  private static List<Tensor> like(List<Tensor> tensors, List<Tensor> derivatives, String what, String of) {
    if (derivatives.size() != tensors.size()) {
      throw new IllegalArgumentException(
          "there are " + derivatives.size() + " " + what + "s for " + tensors.size() + " " + of + "s");
    }
    for (int i = 0; i < tensors.size(); i++) {
      if (derivatives.get(i) != null && !derivatives.get(i).type().equals(tensors.get(i).type())) {
        throw new IllegalArgumentException(
            what + " " + i + " is " + derivatives.get(i).type() + ", its " + of + " " + tensors.get(i).type());
      }
    }
    return derivatives;
  }

  /** x -> df/dx [shape of f, shape of x], by as many VJPs as f has elements, in one batch. */
  public static UnaryOperator<Tensor> jacobian(UnaryOperator<Tensor> f) {
    return x -> {
      Vjp vjp = vjp(in -> List.of(f.apply(in.getFirst())), List.of(x));
      TensorType type = vjp.values().getFirst().type();
      int n = Math.toIntExact(type.size());
      Tensor rows = vmap(row -> vjp.pullback().of(row.getFirst().reshape(type.shape())))
          .of(Tensor.eye(type.dtype(), n)).getFirst();
      return rows.reshape(concat(type.shape(), x.shape()));
    };
  }

  /** x -> df/dx [shape of f, shape of x], by as many JVPs as x has elements, in one batch: for few arguments. */
  public static UnaryOperator<Tensor> jacobianForward(UnaryOperator<Tensor> f) {
    return x -> {
      int n = Math.toIntExact(x.type().size());
      Tensor columns = vmap(in -> jvp(a -> List.of(f.apply(a.getFirst())), List.of(x),
          List.of(in.getFirst().reshape(x.shape()))).tangents()).of(Tensor.eye(x.dtype(), n)).getFirst();
      Shape value = columns.shape().without(0);
      int[] order = IntStream.rangeClosed(0, value.rank()).map(i -> i < value.rank() ? i + 1 : 0).toArray();
      return columns.transpose(order).reshape(concat(value, x.shape()));
    };
  }

  /** x -> d^2 f/dx dx [shape of x, shape of x] for a function with a scalar value. */
  public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
    return jacobianForward(grad(f));
  }

  /** (d^2 f/dx dx) v, forward over reverse: the price of about two gradients. */
  public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    return jvp(in -> List.of(grad(f).apply(in.getFirst())), List.of(x), List.of(v)).tangents().getFirst();
  }

  /** f over the first axis of every argument; results have it first. */
  public static Function vmap(Function f) {
    return arguments -> vmap(f, new int[arguments.size()]).apply(arguments);
  }

  /** f over an axis of each argument, -1 for an argument that all share; results have the mapped axis first. */
  public static Function vmap(Function f, int... axes) {
    return arguments -> {
      int size = mappedExtent(arguments, axes);
      List<Tensor> inputs = new ArrayList<>();
      List<Tensor> sources = new ArrayList<>();
      List<Tensor> mapped = new ArrayList<>();
      for (int i = 0; i < axes.length; i++) {
        Tensor argument = arguments.get(i);
        if (axes[i] < 0) {
          inputs.add(argument);
        } else {
          Tensor source = Parameter.of(argument.type().with(argument.shape().without(axes[i])));
          inputs.add(source);
          sources.add(source);
          mapped.add(argument.moveAxis(axes[i], 0));
        }
      }
      List<Tensor> values = f.apply(inputs);
      List<Tensor> made = Vectorization.batch(values, sources, mapped, size);
      return IntStream.range(0, values.size())
          .mapToObj(i -> made.get(i) == values.get(i) ? repeat(values.get(i), size) : made.get(i)).toList();
    };
  }

  private static int mappedExtent(List<Tensor> arguments, int[] axes) {
    if (axes.length != arguments.size()) {
      throw new IllegalArgumentException("vmap has " + axes.length + " axes for " + arguments.size() + " arguments");
    }
    int[] extents = IntStream.range(0, axes.length).filter(i -> axes[i] >= 0)
        .map(i -> arguments.get(i).shape().extent(axes[i])).distinct().toArray();
    if (extents.length != 1) {
      throw new IllegalArgumentException(extents.length == 0
          ? "vmap needs a mapped argument"
          : "vmap's arguments differ in the mapped extent: " + Arrays.toString(extents));
    }
    return extents[0];
  }

  private static Tensor repeat(Tensor x, int size) {
    return x.expand(0).broadcast(x.shape().insert(0, size));
  }

  private static List<Tensor> pullBack(List<Tensor> values, List<Tensor> cotangents, List<Tensor> sources) {
    return zeroed(ReverseMode.vjp(values, cotangents, sources), sources);
  }

  private static List<Tensor> zeroed(List<Tensor> derivatives, List<Tensor> like) {
    return IntStream.range(0, derivatives.size())
        .mapToObj(i -> derivatives.get(i) == null ? Tensor.zeros(like.get(i).type()) : derivatives.get(i)).toList();
  }

  private static Tensor floating(Tensor x, String what) {
    if (!x.dtype().isFloat()) {
      throw new IllegalArgumentException(what + " is " + x.type() + ": only f32 and f64 have derivatives");
    }
    return x;
  }

  private static Shape concat(Shape a, Shape b) {
    return Shape.of(IntStream.concat(Arrays.stream(a.extents()), Arrays.stream(b.extents())).toArray());
  }
}
