package ansatz.tensor;

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

  /** Both modes against finite differences and each other, up to derivatives of the given order. */
  public Proofs derivatives(int order) {
    Function level = bent(f);
    for (int i = 1; i <= order; i++) {
      derivative(level, "order " + i);
      level = weightedGradient(level);
    }
    return this;
  }

  /** vmap over each argument alone and over all, of f and of its gradient, against a loop. */
  public Proofs batching() {
    int n = arguments.size();
    for (Function g : List.of(f, weightedGradient(f))) {
      if (g != f && floats(arguments).isEmpty()) {
        break;
      }
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

  private void derivative(Function g, String what) {
    List<Tensor> tangents = arguments.stream().map(x -> x.dtype().isFloat() ? uniform(x.type()) : null).toList();
    List<Tensor> weights = g.apply(arguments).stream().map(y -> uniform(y.type())).toList();
    Transforms.Jvp jvp = Transforms.jvp(g, arguments, tangents);
    Tensor forward = weighted(jvp.tangents(), weights);
    Transforms.Vjp vjp = Transforms.vjp(g, arguments);
    List<Tensor> pulled = vjp.pullback().apply(weights);
    List<Tensor> terms = new ArrayList<>();
    for (int i : floats(arguments)) {
      terms.add(pulled.get(i).mul(tangents.get(i)).sum());
    }
    Tensor reverse = terms.stream().reduce(Tensor::add).orElseThrow();
    List<Tensor> numbers = new ArrayList<>(List.of(forward, reverse, weighted(jvp.tangents().stream()
        .map(Tensor::abs).toList(), weights.stream().map(Tensor::abs).toList())));
    for (int k : new int[] {-2, -1, 1, 2}) {
      List<Tensor> moved = IntStream.range(0, arguments.size()).mapToObj(i -> tangents.get(i) == null
          ? arguments.get(i)
          : arguments.get(i).add(tangents.get(i).mul(k * STEP))).toList();
      numbers.add(weighted(g.apply(moved), weights));
    }
    double[] v = Session.current().eval(numbers).stream().mapToDouble(Tensor::item).toArray();
    double difference = (v[3] - 8 * v[4] + 8 * v[5] - v[6]) / (12 * STEP);
    double scale = Math.max(1, v[2]);
    requireClose(what + ": forward mode against finite differences", v[0], difference, tolerance * scale);
    requireClose(what + ": reverse against forward mode", v[1], v[0], 1e-11 * scale);
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
