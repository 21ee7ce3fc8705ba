package ansatz.testkit;

import ansatz.tensor.DType;
import ansatz.tensor.Function;
import ansatz.tensor.Session;
import ansatz.tensor.Shape;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Transforms;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Checks of a function's derivatives and of its batching rules, on float64 arguments.
 *
 * <p>For y = f(x), random directions v and weights u, and then for the gradient of the weighted values in the place of
 * f, and once more for the gradient of that: $$ \langle u, J v \rangle = \frac{d}{dh} \langle u, f(x + h v) \rangle
 * \Big|_{h=0} \quad \text{and} \quad \langle u, J v \rangle = \langle J^T u, v \rangle $$
 */
public final class Proofs {
  private static final double STEP = 1e-3;
  private final Function f;
  private final List<Tensor> arguments;
  private final SplittableRandom random = new SplittableRandom(7);
  private double tolerance = 1e-8;

  private Proofs(Function f, List<Tensor> arguments) {
    this.f = f;
    this.arguments = arguments;
  }

  /** Of a function at arguments; integer arguments are held fixed. */
  public static Proofs of(Function f, Tensor... arguments) {
    return new Proofs(f, List.of(arguments));
  }

  /** Relative deviation that finite differences may have. */
  public Proofs tolerance(double most) {
    tolerance = most;
    return this;
  }

  /** In which modes a function is differentiated. */
  enum Modes {
    BOTH, FORWARD, REVERSE, NONE
  }

  /** Both modes against finite differences and each other, up to derivatives of the given order. */
  public Proofs derivatives(int order) {
    return derivatives(order, Modes.BOTH);
  }

  /** The same of a function that has one mode only; derivatives of derivatives are taken in that mode too. */
  Proofs derivatives(int order, Modes modes) {
    Function level = bent(f);
    for (int i = 1; i <= order; i++) {
      derivative(level, "order " + i, modes);
      level = modes == Modes.FORWARD ? directional(level) : weightedGradient(level);
    }
    return this;
  }

  /** vmap over each argument alone and over all, of f and of its gradient, against a loop. */
  public Proofs batching() {
    return batching(!floats(arguments).isEmpty());
  }

  /** The same, of f alone where it has no gradient. */
  Proofs batching(boolean hasGradient) {
    int n = arguments.size();
    for (Function g : hasGradient ? List.of(f, weightedGradient(f)) : List.of(f)) {
      for (int i = 0; i < n; i++) {
        int only = i;
        batching(g, IntStream.range(0, n).mapToObj(j -> j == only).toList());
      }
      if (n > 1) {
        batching(g, IntStream.range(0, n).mapToObj(_ -> true).toList());
      }
    }
    return this;
  }

  /** f with values that curve, so that linear functions show in gradient programs too: y + y^2 / 2. */
  private static Function bent(Function f) {
    return in -> f.apply(in).stream().filter(y -> y.dtype().isFloat()).map(y -> y.add(y.square().mul(0.5))).toList();
  }

  /** x to the gradient of sum_i <u_i, f_i(x)> by all float arguments, with fixed weights u. */
  private Function weightedGradient(Function g) {
    int[] by = floats(arguments).stream().mapToInt(Integer::intValue).toArray();
    List<Tensor> weights = g.apply(arguments).stream().map(y -> y.dtype().isFloat() ? uniform(y.type()) : null)
        .toList();
    Function valueAndGrad = Transforms.valueAndGrad(in -> List.of(weighted(g.apply(in), weights)), by);
    return in -> valueAndGrad.apply(in).subList(1, by.length + 1);
  }

  private static Tensor weighted(List<Tensor> values, List<Tensor> weights) {
    return IntStream.range(0, values.size()).filter(i -> weights.get(i) != null)
        .mapToObj(i -> values.get(i).mul(weights.get(i)).sum()).reduce(Tensor::add).orElseThrow();
  }

  private static List<Integer> floats(List<Tensor> arguments) {
    return IntStream.range(0, arguments.size()).filter(i -> arguments.get(i).dtype().isFloat()).boxed().toList();
  }

  /** x to the derivative of f in a fixed direction. */
  private Function directional(Function g) {
    List<Tensor> tangents = tangents();
    return in -> Transforms.jvp(g, in, tangents).tangents();
  }

  /** Directions for the float arguments, null for the others. */
  private List<Tensor> tangents() {
    return arguments.stream().map(x -> x.dtype().isFloat() ? uniform(x.type()) : null).toList();
  }

  private void derivative(Function g, String what, Modes modes) {
    List<Tensor> tangents = tangents();
    List<Tensor> values = g.apply(arguments);
    List<Tensor> weights = values.stream().map(y -> uniform(y.type())).toList();
    List<Tensor> numbers = new ArrayList<>();
    for (int k : new int[] {-2, -1, 1, 2}) {
      List<Tensor> moved = IntStream.range(0, arguments.size()).mapToObj(i -> tangents.get(i) == null
          ? arguments.get(i)
          : arguments.get(i).add(tangents.get(i).mul(k * STEP))).toList();
      numbers.add(weighted(g.apply(moved), weights));
    }
    numbers.add(weighted(values.stream().map(Tensor::abs).toList(), weights.stream().map(Tensor::abs).toList()));
    if (modes != Modes.REVERSE) {
      List<Tensor> forward = Transforms.jvp(g, arguments, tangents).tangents();
      numbers.add(weighted(forward, weights));
      numbers.set(4, weighted(forward.stream().map(Tensor::abs).toList(), weights.stream().map(Tensor::abs).toList()));
    }
    if (modes != Modes.FORWARD) {
      List<Tensor> pulled = Transforms.vjp(g, arguments).pullback().apply(weights);
      numbers.add(floats(arguments).stream().map(i -> pulled.get(i).mul(tangents.get(i)).sum()).reduce(Tensor::add)
          .orElseThrow());
    }
    double[] v = Session.current().eval(numbers).stream().mapToDouble(Tensor::item).toArray();
    double difference = (v[0] - 8 * v[1] + 8 * v[2] - v[3]) / (12 * STEP);
    double scale = Math.max(1, v[4]);
    requireClose(what + ": " + modes + " against finite differences", v[5], difference, tolerance * scale);
    if (modes == Modes.BOTH) {
      requireClose(what + ": reverse against forward mode", v[6], v[5], 1e-11 * scale);
    }
  }

  private static void requireClose(String what, double actual, double expected, double allowed) {
    if (!(Math.abs(actual - expected) <= allowed)) {
      throw new AssertionError(what + ": " + actual + " instead of " + expected + ", off by "
          + Math.abs(actual - expected) + ", allowed " + allowed);
    }
  }

  private void batching(Function g, List<Boolean> mapped) {
    int size = 3;
    List<Tensor> stacked = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      stacked.add(mapped.get(i) ? stack(arguments.get(i), size) : arguments.get(i));
    }
    int[] axes = mapped.stream().mapToInt(m -> m ? 0 : -1).toArray();
    List<Tensor> results = new ArrayList<>(Transforms.vmap(g, axes).apply(stacked));
    int count = results.size();
    for (int m = 0; m < size; m++) {
      int row = m;
      results.addAll(g.apply(IntStream.range(0, axes.length)
          .mapToObj(i -> mapped.get(i) ? row(stacked.get(i).values(), row) : stacked.get(i)).toList()));
    }
    List<Values> values = Session.current().eval(results).stream().map(Tensor::values).toList();
    for (int r = 0; r < count; r++) {
      for (int m = 0; m < size; m++) {
        Values one = values.get(count + m * count + r);
        Values rows = values.get(r);
        if (!rows.shape().equals(one.shape().insert(0, size))) {
          throw new AssertionError("vmap over " + mapped + " gives " + rows.type() + " for results " + one.type());
        }
        double scale = Arrays.stream(one.toDoubles()).map(Math::abs).max().orElse(0);
        for (int i = 0; i < one.size(); i++) {
          requireSame("vmap over " + mapped + ", result " + r + ", element " + i, rows.get(m * one.size() + i),
              one.get(i), 1e-13 * scale);
        }
      }
    }
  }

  private static void requireSame(String what, double actual, double expected, double allowed) {
    if (Double.compare(actual, expected) != 0) {
      requireClose(what, actual, expected, allowed);
    }
  }

  /** The argument itself, then others near it; integers are drawn anew from the same ones. */
  private Tensor stack(Tensor x, int size) {
    Values values = x.values();
    Values all = Values.zeros(new TensorType(x.dtype(), x.shape().insert(0, size)));
    for (int i = 0; i < all.size(); i++) {
      int j = i % values.size();
      if (x.dtype().isFloat()) {
        all.set(i, values.get(j) + (i < values.size() ? 0 : random.nextDouble(-0.02, 0.02)));
      } else {
        all.setLong(i, values.getLong(i < values.size() ? j : random.nextInt(values.size())));
      }
    }
    return Tensor.of(all);
  }

  private static Tensor row(Values stacked, int row) {
    Values one = Values.zeros(stacked.type().with(stacked.shape().without(0)));
    one.copy(stacked, row * one.size(), 0, one.size());
    return Tensor.of(one);
  }

  private Tensor uniform(TensorType type) {
    return random(type.shape(), random, -1, 1);
  }

  /** Float64 values drawn evenly from [least, most). */
  public static Tensor random(Shape shape, SplittableRandom random, double least, double most) {
    Values values = Values.zeros(new TensorType(DType.F64, shape));
    for (int i = 0; i < values.size(); i++) {
      values.set(i, random.nextDouble(least, most));
    }
    return Tensor.of(values);
  }
}
