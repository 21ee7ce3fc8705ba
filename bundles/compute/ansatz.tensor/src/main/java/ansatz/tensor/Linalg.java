package ansatz.tensor;

import java.util.List;

import ansatz.tensor.primitive.Cholesky;
import ansatz.tensor.primitive.Eig;
import ansatz.tensor.primitive.Eigh;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.Lu;
import ansatz.tensor.primitive.Qr;
import ansatz.tensor.primitive.Svd;
import ansatz.tensor.primitive.TriangularSolve;

/**
 * Linear algebra of the matrices in the last two axes, other axes are batches: a [B...,N,N] or [B...,M,N]. Everything but
 * {@link #eig} has derivatives of every order.
 *
 * <p>Factorisations are computed in float64, whatever the element type, by the provider of linear algebra that the backend
 * was given ({@link CompileOptions#withLinearAlgebra}); without one they are refused when they run.
 *
 * <p>Errors: operands that are not matrices of f32 or f64, or not square where this is needed, are an
 * {@link IllegalArgumentException}. A matrix without the factorisation that is asked for, or with elements that are not
 * finite, has NaN for results and leaves the others of its batch alone.
 *
 * <p>Source: derivatives as in Giles (2008), Collected matrix derivative results, and Seeger et al. (2017),
 * Auto-differentiating linear algebra.
 */
public final class Linalg {
  private Linalg() {}

  /**
   * Lower L with A = L L^T; the lower triangle of A is read; NaN where A is not positive definite.
   *
   * <p>Shapes: a and l [B...,N,N]. Cost: N^3 / 3 flops a matrix.
   */
  public static Tensor cholesky(Tensor a) {
    return Cholesky.of(a);
  }

  /** A = Q R. */
  public record QrFactors(Tensor q, Tensor r) {}

  /**
   * Thin A = Q R with the diagonal of R not negative.
   *
   * <p>Shapes: a [B...,M,N], q [B...,M,K], r [B...,K,N], K = min(M,N). Cost: 2 M N^2 flops a matrix.
   */
  public static QrFactors qr(Tensor a) {
    List<Tensor> factors = Qr.of(a);
    return new QrFactors(factors.get(0), factors.get(1));
  }

  /** P A = L U: L below the diagonal and U above in one matrix, the swapped rows, and p with (P A)_i = A_{p_i}. */
  public record LuFactors(Tensor lu, Tensor pivots, Tensor permutation) {
    /** X with A X = B; b and X [B...,N,K]; 2 N^2 K flops a matrix. */
    public Tensor solve(Tensor b) {
      if (b.rank() < 2 || b.shape().extent(-2) != lu.shape().extent(-1)) {
        throw new Refused(
            "A X = B with A " + lu.type() + " needs B [B...," + lu.shape().extent(-1) + ",K], not " + b.type());
      }
      Tensor permuted = Gather.of(b, permutation, permutation.rank() - 1);
      Tensor y = new TriangularSolve(true, false, true).of(lu, permuted);
      return new TriangularSolve(false, false, false).of(lu, y);
    }

    /** 1 or -1, by the number of swaps. */
    public Tensor parity() {
      Tensor own = Tensor.arange(DType.I32, lu.shape().extent(-1));
      Tensor swaps = pivots.ne(own.broadcast(pivots.shape())).to(DType.I32).sum(-1);
      return swaps.rem(Tensor.scalar(DType.I32, 2)).mul(-2).add(1).to(lu.dtype());
    }
  }

  /**
   * P A = L U with partial pivoting.
   *
   * <p>Shapes: a and lu [B...,N,N], pivots and permutation i32 [B...,N]. Cost: 2 N^3 / 3 flops a matrix.
   */
  public static LuFactors lu(Tensor a) {
    List<Tensor> factors = Lu.of(a);
    return new LuFactors(factors.get(0), factors.get(1), factors.get(2));
  }

  /** A = V diag(values) V^T. */
  public record EigenPairs(Tensor values, Tensor vectors) {}

  /**
   * Eigenvalues, ascending, and eigenvectors in columns of symmetric A, of which the lower triangle is read. Derivatives of
   * vectors along what equal eigenvalues leave open are 0.
   *
   * <p>Shapes: a and vectors [B...,N,N], values [B...,N]. Cost: about 9 N^3 flops a matrix.
   */
  public static EigenPairs eigh(Tensor a) {
    List<Tensor> pairs = Eigh.of(a);
    return new EigenPairs(pairs.get(0), pairs.get(1));
  }

  /** A V = V diag(values), complex. */
  public record ComplexEigenPairs(Complex values, Complex vectors) {}

  /**
   * Eigenvalues and eigenvectors, of length 1, of any square A; without derivative.
   *
   * <p>Shapes: a and vectors [B...,N,N], values [B...,N]. Cost: about 25 N^3 flops a matrix.
   */
  public static ComplexEigenPairs eig(Tensor a) {
    List<Tensor> parts = Eig.of(a);
    return new ComplexEigenPairs(new Complex(parts.get(0), parts.get(1)), new Complex(parts.get(2), parts.get(3)));
  }

  /** A = U diag(s) V^T. */
  public record SvdFactors(Tensor u, Tensor s, Tensor v) {}

  /**
   * Thin A = U diag(s) V^T, s descending.
   *
   * <p>Shapes: a [B...,M,N], u [B...,M,K], s [B...,K], v [B...,N,K], K = min(M,N). Cost: about 14 M N^2 flops a matrix.
   */
  public static SvdFactors svd(Tensor a) {
    List<Tensor> factors = Svd.of(a);
    return new SvdFactors(factors.get(0), factors.get(1), factors.get(2));
  }

  /**
   * X with A X = B for triangular A, of which that triangle is read; batch axes broadcast.
   *
   * <p>Shapes: a [B...,N,N], b and X [B...,N,K]. Cost: N^2 K flops a matrix.
   */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean lower) {
    List<Tensor> both = together(a, b);
    return new TriangularSolve(lower, false, false).of(both.get(0), both.get(1));
  }

  /** X with A X = B by LU; b [B...,N,K], or a vector [N]; batch axes broadcast. */
  public static Tensor solve(Tensor a, Tensor b) {
    if (b.rank() == 1) {
      return solve(a, b.expand(1)).squeeze(-1);
    }
    List<Tensor> both = together(a, b);
    return lu(both.get(0)).solve(both.get(1));
  }

  /** X with L L^T X = B for lower L; b [B...,N,K]; batch axes broadcast. */
  public static Tensor choleskySolve(Tensor l, Tensor b) {
    List<Tensor> both = together(l, b);
    Tensor y = new TriangularSolve(true, false, false).of(both.get(0), both.get(1));
    return new TriangularSolve(true, true, false).of(both.get(0), y);
  }

  private static List<Tensor> together(Tensor a, Tensor b) {
    Shape batch = Shape.broadcast(a.shape().without(-1, -2), b.shape().without(-1, -2));
    int n = batch.rank();
    return List.of(a.broadcast(batch.insert(n, a.shape().extent(-2)).insert(n + 1, a.shape().extent(-1))),
        b.broadcast(batch.insert(n, b.shape().extent(-2)).insert(n + 1, b.shape().extent(-1))));
  }

  /** A^-1 [B...,N,N]; prefer {@link #solve}. */
  public static Tensor inv(Tensor a) {
    return solve(a, Tensor.eye(a.dtype(), a.shape().extent(-1)));
  }

  /** det A [B...], the product of the pivots with its sign; its derivative needs A to be regular. */
  public static Tensor det(Tensor a) {
    LuFactors factors = lu(a);
    return factors.lu().diagonal().prod(-1).mul(factors.parity());
  }

  /** det A = sign exp(logAbs). */
  public record LogDeterminant(Tensor sign, Tensor logAbs) {}

  /** The sign and the logarithm of |det A|, both [B...], without overflow. */
  public static LogDeterminant logdet(Tensor a) {
    LuFactors factors = lu(a);
    Tensor diagonal = factors.lu().diagonal();
    return new LogDeterminant(diagonal.sign().prod(-1).mul(factors.parity()), diagonal.abs().log().sum(-1));
  }

  /**
   * argmin_X |A X - B| for M >= N and full column rank, by QR: R X = Q^T B.
   *
   * <p>Shapes: a [B...,M,N], b [B...,M,K], X [B...,N,K].
   *
   * <p>Source: Golub and Van Loan (2013), Matrix computations, section 5.3.
   */
  public static Tensor lstsq(Tensor a, Tensor b) {
    QrFactors factors = qr(a);
    return solveTriangular(factors.r(), factors.q().moveAxis(-1, -2).matmul(b), false);
  }

  /** The Moore-Penrose inverse [B...,N,M]; singular values below rcond times the largest count as 0. */
  public static Tensor pinv(Tensor a, double rcond) {
    SvdFactors factors = svd(a);
    Tensor s = factors.s();
    Tensor kept = s.gt(s.max(-1).mul(rcond).expand(-1));
    Tensor inverse = kept.select(kept.select(s, Tensor.scalar(s.dtype(), 1)).rdiv(1), Tensor.scalar(s.dtype(), 0));
    return factors.v().mul(inverse.expand(-2)).matmul(factors.u().moveAxis(-1, -2));
  }

  /** The sum of the diagonal, [B...]. */
  public static Tensor trace(Tensor a) {
    return a.diagonal().sum(-1);
  }

  /** A^k by squaring; of the inverse where k is negative. */
  public static Tensor matrixPower(Tensor a, int k) {
    if (k < 0) {
      return matrixPower(inv(a), -k);
    }
    Tensor power = Tensor.eye(a.dtype(), a.shape().extent(-1)).broadcast(a.shape());
    Tensor square = a;
    for (int rest = k; rest > 0; rest >>= 1) {
      power = rest % 2 == 1 ? power.matmul(square) : power;
      square = rest > 1 ? square.matmul(square) : square;
    }
    return power;
  }
}
