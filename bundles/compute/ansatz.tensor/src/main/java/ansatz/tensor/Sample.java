package ansatz.tensor;

import java.util.stream.IntStream;

import ansatz.tensor.primitive.Binary;
import ansatz.tensor.primitive.Gather;
import ansatz.tensor.primitive.StopGradient;

/**
 * Samples of distributions as functions of a {@link Key}: the same key, the same numbers. Those that transform uniform
 * numbers can be differentiated by their parameters; those that reject (gamma and what comes of it, poisson) cannot, and
 * are constants to a derivative.
 *
 * <p>Shapes: the extents given; parameters broadcast to them.
 *
 * <p>Cost: Philox, 10 rounds for four words, then the function named; what rejects draws all its proposals at once.
 *
 * <p>Errors: element types other than f32 and f64 are an {@link IllegalArgumentException}; parameters outside their domain
 * give NaN.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3; where a method names none,
 * the inverse of the distribution function (Devroye 1986, chapter II.2).
 */
public final class Sample {
  /** Proposals a sampler by rejection draws at once: a gamma proposal is refused with probability below 0.05. */
  private static final int GAMMA_ROUNDS = 10;
  private static final int POISSON_ROUNDS = 16;
  private static final double POISSON_SMALL = 10;

  private Sample() {}

  /** Even on [0,1): k 2^-24 (f32) or k 2^-53 (f64) for whole numbers k. */
  public static Tensor uniform(Key key, DType dtype, int... extents) {
    requireFloat(dtype);
    return dtype == DType.F32
        ? Binary.SHIFT_RIGHT.of(key.bits(extents), i32(8, extents)).to(dtype).mul(0x1p-24)
        : long64(key, 11, extents).to(dtype).mul(0x1p-53);
  }

  /** Even on [least, most). */
  public static Tensor uniform(Key key, Tensor least, Tensor most, int... extents) {
    return uniform(key, least.dtype(), extents).mul(most.sub(least)).add(least);
  }

  /** Even on (-1,1), symmetric about 0 and without either end, with 23 (f32) or 52 (f64) random bits. */
  private static Tensor open(Key key, DType dtype, int... extents) {
    requireFloat(dtype);
    return dtype == DType.F32
        ? Binary.SHIFT_RIGHT.of(key.bits(extents), i32(9, extents)).to(dtype).add(0.5).mul(0x1p-22).sub(1)
        : long64(key, 12, extents).to(dtype).add(0.5).mul(0x1p-51).sub(1);
  }

  private static void requireFloat(DType dtype) {
    if (!dtype.isFloat()) {
      throw new IllegalArgumentException("random numbers of " + dtype + ": draw f32, f64 or integers(...)");
    }
  }

  /** Even on (0,1), without either end. */
  private static Tensor openUnit(Key key, DType dtype, int... extents) {
    return open(key, dtype, extents).mul(0.5).add(0.5);
  }

  private static Tensor i32(int value, int... extents) {
    return Tensor.full(TensorType.of(DType.I32, extents), value);
  }

  /** 64 random bits, moved down by so many, i64. */
  private static Tensor long64(Key key, int down, int... extents) {
    Tensor pairs = key.bits(IntStream.concat(IntStream.of(extents), IntStream.of(2)).toArray()).to(DType.I64);
    Tensor high = Binary.SHIFT_LEFT.of(pairs.at(-1, 0), Tensor.full(TensorType.of(DType.I64, extents), 32));
    Tensor low = pairs.at(-1, 1).and(Tensor.scalar(DType.I64, 0xFFFFFFFFL));
    return Binary.SHIFT_RIGHT.of(high.or(low), Tensor.full(TensorType.of(DType.I64, extents), down));
  }

  /** Whole numbers least, ..., most - 1, i32, by the remainder of 63 bits: uneven by at most 2^-31. */
  public static Tensor integers(Key key, int least, int most, int... extents) {
    if (least >= most) {
      throw new IllegalArgumentException("there is no whole number from " + least + " to before " + most);
    }
    Tensor range = Tensor.full(TensorType.of(DType.I64, extents), (double) most - least);
    return long64(key, 1, extents).rem(range).add(least).to(DType.I32);
  }

  /** 0, ..., n-1 in random order, i32 [n], by sorting 63 random bits each; n log n. */
  public static Tensor permutation(Key key, int n) {
    return long64(key, 1, n).argsort(0);
  }

  /** The normal distribution with mean 0 and variance 1: sqrt(2) erfinv(u) with u even on (-1,1). */
  public static Tensor normal(Key key, DType dtype, int... extents) {
    return open(key, dtype, extents).erfinv().mul(Math.sqrt(2));
  }

  /** Mean 0, variance 1, but only within [least, most]; by the inverse distribution function. */
  public static Tensor truncatedNormal(Key key, double least, double most, DType dtype, int... extents) {
    double a = erf(least / Math.sqrt(2));
    double b = erf(most / Math.sqrt(2));
    return openUnit(key, dtype, extents).mul(b - a).add(a).erfinv().mul(Math.sqrt(2)).clip(least, most);
  }

  private static double erf(double x) {
    return Tensor.scalar(DType.F64, x).erf().item();
  }

  /** mean + L z with Sigma = L L^T; mean [...,D], L lower [D,D]. */
  public static Tensor multivariateNormal(Key key, Tensor mean, Tensor lower) {
    Tensor z = normal(key, mean.dtype(), mean.shape().extents());
    return mean.add(z.matmul(lower.moveAxis(-1, -2)));
  }

  /** True with probability p, which broadcasts to the extents: u < p. */
  public static Tensor bernoulli(Key key, Tensor p, int... extents) {
    return uniform(key, p.dtype(), extents).lt(p);
  }

  /**
   * Class i with probability softmax(logits)_i over the last axis, i32: argmax_i (logits_i + g_i), g of Gumbel's
   * distribution.
   *
   * <p>Shapes: logits [...,K], the classes [...].
   *
   * <p>Source: Maddison, Tarlow and Minka (2014), A* sampling, section 2.
   */
  public static Tensor categorical(Key key, Tensor logits) {
    return logits.add(gumbel(key, logits.dtype(), logits.shape().extents())).argmax(-1);
  }

  /** Density exp(-x), x >= 0: -log(1 - u). */
  public static Tensor exponential(Key key, DType dtype, int... extents) {
    return uniform(key, dtype, extents).neg().log1p().neg();
  }

  /** Distribution function exp(-exp(-x)): -log(-log u). */
  public static Tensor gumbel(Key key, DType dtype, int... extents) {
    return openUnit(key, dtype, extents).log().neg().log().neg();
  }

  /** Density exp(-|x|) / 2: -sign(u) log(1 - |u|) with u even on (-1,1). */
  public static Tensor laplace(Key key, DType dtype, int... extents) {
    Tensor u = open(key, dtype, extents);
    return u.sign().mul(u.abs().neg().log1p()).neg();
  }

  /** Distribution function 1 / (1 + exp(-x)): log u - log(1 - u). */
  public static Tensor logistic(Key key, DType dtype, int... extents) {
    Tensor u = openUnit(key, dtype, extents);
    return u.log().sub(u.neg().log1p());
  }

  /** Density 1 / (pi (1 + x^2)): tan(pi u / 2) with u even on (-1,1). */
  public static Tensor cauchy(Key key, DType dtype, int... extents) {
    return open(key, dtype, extents).mul(Math.PI / 2).tan();
  }

  /**
   * Directions in D dimensions, even on the sphere: z / |z| for normal z; [...,D].
   *
   * <p>Source: Muller (1959), A note on a method for generating points uniformly on n-dimensional spheres.
   */
  public static Tensor direction(Key key, DType dtype, int... extents) {
    Tensor z = normal(key, dtype, extents);
    return z.div(z.norm(-1).expand(-1));
  }

  /**
   * Density x^(a-1) exp(-x) / Gamma(a) with shape a > 0, which broadcasts to the extents. By Marsaglia and Tsang (2000):
   * d (1 + z / sqrt(9 d))^3 with d = a - 1/3 is accepted by a uniform number; below a = 1 a sample for a + 1 is
   * multiplied by u^(1/a).
   */
  public static Tensor gamma(Key key, Tensor shape, int... extents) {
    return logGamma(key, shape, extents).exp();
  }

  /** The logarithm of a sample of {@link #gamma}, which does not underflow for small shapes. */
  public static Tensor logGamma(Key key, Tensor shape, int... extents) {
    DType dtype = shape.dtype();
    Tensor a = constant(shape.broadcast(Shape.of(extents)));
    Tensor raised = a.lt(1).select(a.add(1), a);
    Tensor d = raised.sub(1. / 3).expand(0);
    int[] rounds = IntStream.concat(IntStream.of(GAMMA_ROUNDS), IntStream.of(extents)).toArray();
    Tensor z = normal(key.fold(0), dtype, rounds);
    Tensor root = z.div(d.mul(9).sqrt()).add(1);
    Tensor logV = root.max(Tensor.scalar(dtype, 1e-30)).log().mul(3);
    Tensor bound = z.square().mul(0.5).add(d.mul(logV.add(1).sub(logV.exp())));
    Tensor accepted = root.gt(0).and(openUnit(key.fold(1), dtype, rounds).log().lt(bound));
    Tensor sample = d.log().add(firstAccepted(logV, accepted));
    Tensor boost = openUnit(key.fold(2), dtype, extents).log().div(a);
    return constant(sample.squeeze(0).add(a.lt(1).select(boost, Tensor.zeros(boost.type()))));
  }

  /** Of proposals along the first axis the first accepted one; the axis stays, 1 long. */
  private static Tensor firstAccepted(Tensor proposals, Tensor accepted) {
    return proposals.takeAlong(accepted.to(DType.I32).argmax(0).expand(0), 0);
  }

  private static Tensor constant(Tensor x) {
    return Node.apply(new StopGradient(), x);
  }

  /** Density x^(a-1) (1-x)^(b-1) / B(a,b) on (0,1): X / (X + Y) for gamma variables X and Y, in logarithms. */
  public static Tensor beta(Key key, Tensor a, Tensor b, int... extents) {
    Tensor x = logGamma(key.fold(0), a, extents);
    Tensor y = logGamma(key.fold(1), b, extents);
    return Tensor.stack(-1, x, y).softmax(-1).at(-1, 0);
  }

  /** Probabilities over the last axis with density prod x_i^(a_i - 1): gamma variables by their sum; a [...,K]. */
  public static Tensor dirichlet(Key key, Tensor a) {
    return logGamma(key, a, a.shape().extents()).softmax(-1);
  }

  /** Student's t with f degrees of freedom, which broadcast to the extents: z sqrt((f/2) / G), G of gamma(f/2). */
  public static Tensor studentT(Key key, Tensor freedom, int... extents) {
    Tensor half = freedom.mul(0.5);
    return normal(key.fold(0), freedom.dtype(), extents)
        .mul(half.div(gamma(key.fold(1), half, extents)).sqrt());
  }

  /** chi^2 with f degrees of freedom: twice gamma(f/2). */
  public static Tensor chiSquared(Key key, Tensor freedom, int... extents) {
    return gamma(key, freedom.mul(0.5), extents).mul(2);
  }

  /**
   * Counts with probability rate^k exp(-rate) / k!, as floating numbers; the rate broadcasts to the extents. Below rate
   * 10 the distribution function is summed up; above, transformed rejection with squeeze (PTRS, Hörmann 1993).
   */
  public static Tensor poisson(Key key, Tensor rate, int... extents) {
    Tensor all = constant(rate.broadcast(Shape.of(extents)));
    Tensor isSmall = all.lt(POISSON_SMALL);
    Tensor ten = Tensor.full(all.type(), POISSON_SMALL);
    Tensor small = poissonByInversion(key.fold(0), isSmall.select(all, ten), extents);
    return constant(isSmall.select(small, poissonByRejection(key.fold(1), isSmall.select(ten, all), extents)));
  }

  /** How many of the first terms of the distribution function lie below a uniform number. */
  private static Tensor poissonByInversion(Key key, Tensor rate, int... extents) {
    int most = 64; // beyond, the probability at rate 10 is below 1e-28
    Tensor k = Tensor.arange(rate.dtype(), most);
    Tensor logRate = rate.max(Tensor.scalar(rate.dtype(), 1e-300)).log().expand(-1);
    Tensor terms = logRate.mul(k).sub(rate.expand(-1)).sub(k.add(1).lgamma()).exp();
    Tensor first = Tensor.concat(-1, rate.neg().exp().expand(-1), terms.slice(-1, 1, most));
    return first.cumsum(-1).le(uniform(key, rate.dtype(), extents).expand(-1)).to(rate.dtype()).sum(-1);
  }

  private static Tensor poissonByRejection(Key key, Tensor rate, int... extents) {
    DType dtype = rate.dtype();
    int[] rounds = IntStream.concat(IntStream.of(POISSON_ROUNDS), IntStream.of(extents)).toArray();
    Tensor mu = rate.expand(0);
    Tensor b = mu.sqrt().mul(2.53).add(0.931);
    Tensor a = b.mul(0.02483).sub(0.059);
    Tensor inverseAlpha = b.sub(3.4).rdiv(1.1328).add(1.1239);
    Tensor u = open(key.fold(0), dtype, rounds).mul(0.5);
    Tensor v = openUnit(key.fold(1), dtype, rounds);
    Tensor us = u.abs().rsub(0.5);
    Tensor k = a.mul(2).div(us).add(b).mul(u).add(mu).add(0.43).floor();
    Tensor left = v.mul(inverseAlpha).div(a.div(us.square()).add(b)).log();
    Tensor right = k.mul(mu.log()).sub(mu).sub(k.add(1).lgamma());
    Tensor accepted = k.ge(Tensor.scalar(dtype, 0)).and(left.le(right));
    return firstAccepted(k, accepted).squeeze(0);
  }

  /** k of 0, ..., n-1 without any twice, i32 [k]: the first of a permutation. */
  public static Tensor choice(Key key, int n, int k) {
    if (k > n) {
      throw new IllegalArgumentException("cannot choose " + k + " of " + n + " without choosing one twice");
    }
    return permutation(key, n).slice(0, 0, k);
  }

  /** The rows of x [N,...] in random order, the same shape. */
  public static Tensor shuffle(Key key, Tensor x) {
    return Gather.of(x, permutation(key, x.shape().extent(0)), 0);
  }
}
