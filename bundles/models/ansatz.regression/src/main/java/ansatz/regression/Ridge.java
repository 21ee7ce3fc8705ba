package ansatz.regression;

import ansatz.learn.Cite;
import ansatz.learn.Context;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Examples;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Prediction;
import ansatz.learn.State;
import ansatz.learn.Summary;
import ansatz.learn.Task;
import ansatz.linalg.Array;
import ansatz.linalg.LinearAlgebra;
import ansatz.linalg.LinearAlgebra.Cholesky;
import ansatz.linalg.LinearAlgebra.Op;
import ansatz.linalg.Matrix;
import ansatz.linalg.SingularMatrixException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Ridge regression: least squares with a penalty on the squared weights, which makes the solution unique and trades bias
 * for variance.
 *
 * $$ \hat w = \arg\min_w \sum_n (y_n - w^\top x_n - b)^2 + \lambda \|w\|^2
 *    = (X^\top X + \lambda I_D)^{-1} X^\top y = X^\top (X X^\top + \lambda I_N)^{-1} y $$
 *
 * <p>X and y are centred, so that the intercept b is not penalised. The second form, equal by Woodbury's identity, is
 * the dual: the smaller system where there are more features than rows. Both are solved by Cholesky, which squares the
 * condition of X: for lambda near 0 use {@code ols}.
 *
 * <p>Shapes: x [N,D], y [N], w [D], b scalar.
 *
 * <p>Cost: N D^2 + D^3/3 flops primal, N^2 D + N^3/3 dual.
 */
@Cite(key = "hoerl1970ridge", title = "Ridge regression: biased estimation for nonorthogonal problems",
    authors = "Hoerl, A. E. and Kennard, R. W.", year = 1970, venue = "Technometrics 12(1)",
    url = "https://doi.org/10.1080/00401706.1970.10488634", where = "eq. (2.1)")
@Cite(key = "saunders1998ridge", title = "Ridge regression learning algorithm in dual variables",
    authors = "Saunders, C. and Gammerman, A. and Vovk, V.", year = 1998, venue = "ICML")
public final class Ridge implements Estimator {
  /** Which of the two equal systems to solve. */
  public enum Solver {
    /** The smaller one. */
    AUTO,
    /** D equations for the weights. */
    PRIMAL,
    /** N equations for the multipliers of the rows. */
    DUAL
  }

  /** Parameters of ridge regression. */
  public record Config(
      @Param(help = "penalty on the squared weights", value = "1", min = 0, scale = Param.Scale.LOG) double lambda,
      @Param(help = "whether to fit a constant term, which is not penalised", value = "true") boolean intercept,
      @Param(help = "which of the two equal systems to solve", value = "auto") Solver solver) {}

  private final Config config;

  public Ridge(Config config) {
    this.config = config;
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  public State fit(Context context, Examples examples) {
    Centred data = Centred.of(examples.require(tasks()), config.intercept());
    boolean dual = switch (config.solver()) {
      case AUTO -> data.x().cols() > data.x().rows();
      case PRIMAL -> false;
      case DUAL -> true;
    };
    Map<String, Array> arrays = new TreeMap<>();
    try {
      data.function(dual ? dual(context.linalg(), data) : primal(context.linalg(), data)).putInto(arrays);
    } catch (SingularMatrixException e) {
      throw new SingularMatrixException("ridge with lambda " + config.lambda() + " has no unique solution ("
          + e.getMessage() + "); raise lambda or use ols");
    }
    return new State(1, arrays);
  }

  private double[] primal(LinearAlgebra linalg, Centred data) {
    Matrix moment = linalg.multiply(data.x(), Op.TRANSPOSED, Matrix.column(data.y()), Op.PLAIN);
    return factor(linalg, linalg.gram(data.x())).solve(moment).data();
  }

  private double[] dual(LinearAlgebra linalg, Centred data) {
    Cholesky kernel = factor(linalg, linalg.gram(data.x().transpose()));
    Matrix multipliers = kernel.solve(Matrix.column(data.y()));
    return linalg.multiply(data.x(), Op.TRANSPOSED, multipliers, Op.PLAIN).data();
  }

  /** The factor of A + lambda I, refused where a pivot is lost in the rounding of A. */
  private Cholesky factor(LinearAlgebra linalg, Matrix a) {
    int n = a.rows();
    for (int i = 0; i < n; i++) {
      a.data()[i * n + i] += config.lambda();
    }
    Cholesky factor = linalg.cholesky(a);
    Matrix lower = factor.lower();
    for (int i = 0; i < n; i++) {
      if (lower.get(i, i) * lower.get(i, i) <= n * Math.ulp(1.0) * a.get(i, i)) {
        throw new SingularMatrixException("pivot " + i + " of " + n + " is lost in rounding");
      }
    }
    return factor;
  }

  @Override
  public Prediction predict(Context context, State state, Matrix x) {
    LinearFunction function = LinearFunction.of(state);
    Examples.requireFeatures(x, function.weights().length);
    return new Prediction.Real(function.of(context.linalg(), x));
  }

  @Override
  public Summary summary(State state, Examples examples) {
    LinearFunction function = LinearFunction.of(state);
    double[] none = new double[1 + function.weights().length];
    Arrays.fill(none, Double.NaN);
    return function.summary(examples.features(), none, config.intercept());
  }

  /** Makes the estimator known as {@code ridge}. */
  @Component(service = EstimatorFactory.class)
  @Name("ridge")
  public static final class Factory implements EstimatorFactory {
    @Override
    public Class<Ridge> algorithm() {
      return Ridge.class;
    }

    @Override
    public Class<Config> config() {
      return Config.class;
    }

    @Override
    public Estimator create(Record config) {
      return new Ridge((Config) config);
    }
  }
}
