package ansatz.backend.jvm.internal.math;

/** A number as the exact sum of a rounded value and what rounding it lost. */
record DoubleWord<F>(F high, F low) {
  /** a + b exactly. */
  static <F> DoubleWord<F> sum(Lanes<F, ?, ?> l, F a, F b) {
    F high = l.add(a, b);
    F back = l.sub(high, a);
    return new DoubleWord<>(high, l.add(l.sub(a, l.sub(high, back)), l.sub(b, back)));
  }

  /** a + b exactly where |a| &gt;= |b| or a = 0. */
  static <F> DoubleWord<F> ordered(Lanes<F, ?, ?> l, F a, F b) {
    F high = l.add(a, b);
    return new DoubleWord<>(high, l.sub(b, l.sub(high, a)));
  }

  /** a b exactly, unless that is near underflow. */
  static <F> DoubleWord<F> product(Lanes<F, ?, ?> l, F a, F b) {
    F high = l.mul(a, b);
    return new DoubleWord<>(high, l.fma(a, b, l.neg(high)));
  }

  /** a b to nearly two words. */
  static <F> DoubleWord<F> product(Lanes<F, ?, ?> l, DoubleWord<F> a, DoubleWord<F> b) {
    DoubleWord<F> high = product(l, a.high, b.high);
    return new DoubleWord<>(high.high, l.fma(a.high, b.low, l.fma(a.low, b.high, high.low)));
  }

  /** a / b to nearly two words. */
  static <F> DoubleWord<F> quotient(Lanes<F, ?, ?> l, F a, DoubleWord<F> b) {
    F q = l.div(a, b.high);
    F left = l.fma(l.neg(q), b.low, l.fma(l.neg(q), b.high, a));
    return new DoubleWord<>(q, l.div(left, b.high));
  }
}
