package ansatz.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Dot;

/** Products of tensors in the notations people use, as contractions. */
final class Contractions {
  private Contractions() {}

  /** numpy's matmul. */
  static Tensor matmul(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException(
          "matmul of " + a.type() + " and " + b.type() + ": a scalar is multiplied with mul");
    }
    if (a.rank() == 1) {
      return matmul(a.expand(0), b).squeeze(b.rank() == 1 ? 0 : -2);
    }
    if (b.rank() == 1) {
      return matmul(a, b.expand(1)).squeeze(-1);
    }
    if (b.rank() == 2) {
      return new Dot(Axes.of(), Axes.of(), Axes.of(a.rank() - 1), Axes.of(0)).of(a, b);
    }
    Shape batch = Shape.broadcast(a.shape().without(-1, -2), b.shape().without(-1, -2));
    int n = batch.rank();
    Tensor left = a.broadcast(batch.insert(n, a.shape().extent(-2)).insert(n + 1, a.shape().extent(-1)));
    Tensor right = b.broadcast(batch.insert(n, b.shape().extent(-2)).insert(n + 1, b.shape().extent(-1)));
    return new Dot(Axes.first(n), Axes.first(n), Axes.of(n + 1), Axes.of(n)).of(left, right);
  }

  /**
   * einsum with single letters and without ellipsis: {@code "bij,bjk->bik"}; without an arrow the result has the letters
   * that occur once, in alphabetic order. Operands are contracted from left to right.
   */
  static Tensor einsum(String equation, List<Tensor> operands) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    List<String> terms = new ArrayList<>(List.of(sides[0].split(",", -1)));
    String result = sides.length > 1 ? sides[1] : once(sides[0]);
    check(equation, terms, result, operands);
    List<Tensor> tensors = new ArrayList<>(operands);
    for (int i = 0; i < terms.size(); i++) {
      tensors.set(i, diagonals(terms.get(i), tensors.get(i)));
      terms.set(i, distinct(terms.get(i)));
    }
    Tensor product = tensors.getFirst();
    String letters = terms.getFirst();
    for (int i = 1; i < terms.size(); i++) {
      String needed = result + String.join("", terms.subList(i + 1, terms.size()));
      String reducedA = keep(letters, terms.get(i) + needed);
      String reducedB = keep(terms.get(i), letters + needed);
      Tensor a = sumTo(product, letters, reducedA);
      Tensor b = sumTo(tensors.get(i), terms.get(i), reducedB);
      String shared = keep(reducedA, reducedB);
      String batch = keep(shared, needed);
      String contracted = drop(shared, needed);
      product = new Dot(places(reducedA, batch), places(reducedB, batch), places(reducedA, contracted),
          places(reducedB, contracted)).of(a, b);
      letters = batch + drop(reducedA, shared) + drop(reducedB, shared);
    }
    Tensor summed = sumTo(product, letters, keep(letters, result));
    return summed.transpose(places(keep(letters, result), result).toArray());
  }

  private static void check(String equation, List<String> terms, String result, List<Tensor> operands) {
    if (terms.size() != operands.size()) {
      throw new IllegalArgumentException("einsum \"" + equation + "\" has " + terms.size() + " terms for "
          + operands.size() + " operands");
    }
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).length() != operands.get(i).rank() || !terms.get(i).chars().allMatch(Character::isLetter)) {
        throw new IllegalArgumentException("einsum \"" + equation + "\": term \"" + terms.get(i)
            + "\" has to have a letter for each axis of " + operands.get(i).type());
      }
    }
    if (!drop(result, String.join("", terms)).isEmpty() || distinct(result).length() != result.length()) {
      throw new IllegalArgumentException(
          "einsum \"" + equation + "\": each letter of the result stands there once and in a term");
    }
  }

  /** A letter that occurs twice in a term takes the diagonal: what is off it is masked, then summed away. */
  private static Tensor diagonals(String term, Tensor x) {
    for (int axis = 0; axis < term.length(); axis++) {
      int again = term.indexOf(term.charAt(axis), axis + 1);
      if (again >= 0) {
        int n = x.shape().extent(axis);
        int[] extents = new int[x.rank()];
        Arrays.fill(extents, 1);
        extents[axis] = n;
        extents[again] = n;
        Tensor mask = Tensor.eye(DType.I32, n).eq(1).reshape(extents);
        Tensor masked = mask.select(x, Tensor.zeros(x.type()));
        return diagonals(term.substring(0, again) + term.substring(again + 1), masked.sum(again));
      }
    }
    return x;
  }

  private static Tensor sumTo(Tensor x, String letters, String kept) {
    int[] dropped = IntStream.range(0, letters.length()).filter(i -> kept.indexOf(letters.charAt(i)) < 0).toArray();
    return dropped.length == 0 ? x : x.sum(dropped);
  }

  private static Axes places(String letters, String wanted) {
    return Axes.of(wanted.chars().map(letters::indexOf).toArray());
  }

  private static String keep(String letters, String in) {
    return letters.chars().filter(c -> in.indexOf(c) >= 0).mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static String drop(String letters, String in) {
    return letters.chars().filter(c -> in.indexOf(c) < 0).mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static String distinct(String letters) {
    Set<Character> seen = new LinkedHashSet<>();
    letters.chars().forEach(c -> seen.add((char) c));
    return seen.stream().map(String::valueOf).collect(Collectors.joining());
  }

  private static String once(String terms) {
    return terms.chars().filter(Character::isLetter).filter(c -> terms.indexOf(c) == terms.lastIndexOf(c)).sorted()
        .mapToObj(Character::toString).collect(Collectors.joining());
  }
}
