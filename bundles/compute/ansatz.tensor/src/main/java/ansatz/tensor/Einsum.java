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

/**
 * numpy's einsum: products of elements, summed over the letters that the result lacks.
 *
 * <p>$$ \text{"ij,jk->ik"}: \quad y_{ik} = \sum_j a_{ij} b_{jk} $$ A letter twice in a term takes the diagonal; {@code
 * ...} stands for any axes, aligned at their last and broadcast; without an arrow the result has the axes of {@code ...},
 * then the letters that occur once, in alphabetic order. Extents of 1 broadcast.
 *
 * <p>Cost: operands are contracted pair by pair, from left to right; put first what makes small results.
 *
 * @param terms a letter for each axis of each operand
 */
record Einsum(String equation, List<String> terms, String result) {
  /** Letters that stand for the axes of an ellipsis; equations are written in others. */
  private static final char FIRST_OF_ELLIPSIS = '\u03b1';

  static Tensor of(String equation, List<Tensor> operands) {
    Einsum parsed = parse(equation, operands);
    return parsed.contract(parsed.broadcast(operands));
  }

  private static Einsum parse(String equation, List<Tensor> operands) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    List<String> terms = new ArrayList<>(List.of(sides[0].split(",", -1)));
    if (sides.length > 2 || terms.size() != operands.size()) {
      throw refused(equation, "it has " + terms.size() + " terms for " + operands.size() + " operands");
    }
    String longest = "";
    for (int i = 0; i < terms.size(); i++) {
      TensorType type = operands.get(i).type();
      String axes = ellipsis(type.rank() - terms.get(i).replace("...", "").length());
      longest = terms.get(i).contains("...") && axes.length() > longest.length() ? axes : longest;
      terms.set(i, terms.get(i).replaceFirst("\\.\\.\\.", axes));
      if (terms.get(i).length() != type.rank() || !terms.get(i).chars().allMatch(Character::isLetter)) {
        throw refused(equation, "term " + (i + 1) + " has to have a letter for each axis of " + type);
      }
    }
    String result = sides.length > 1 ? sides[1].replaceFirst("\\.\\.\\.", longest) : longest + once(sides[0]);
    if (!drop(result, String.join("", terms)).isEmpty() || distinct(result).length() != result.length()) {
      throw refused(equation, "each letter of the result stands there once and in a term");
    }
    return new Einsum(equation, terms, result);
  }

  /** Letters for so many axes; shorter ones are the end of longer ones. */
  private static String ellipsis(int axes) {
    return IntStream.range(0, Math.max(0, axes)).mapToObj(i -> Character.toString(FIRST_OF_ELLIPSIS + axes - 1 - i))
        .collect(Collectors.joining());
  }

  private static IllegalArgumentException refused(String equation, String why) {
    return new IllegalArgumentException("einsum \"" + equation + "\": " + why);
  }

  /** The operands with extents of 1 repeated where the letter's extent is another elsewhere. */
  private List<Tensor> broadcast(List<Tensor> operands) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      int[] extents = operands.get(i).shape().extents();
      for (int axis = 0; axis < extents.length; axis++) {
        char letter = terms.get(i).charAt(axis);
        int extent = extent(letter, operands);
        if (extents[axis] != 1 && extents[axis] != extent) {
          throw refused(equation, (letter >= FIRST_OF_ELLIPSIS ? "an axis of ..." : letter) + " is " + extent + " and "
              + extents[axis]);
        }
        extents[axis] = extent;
      }
      all.add(operands.get(i).broadcast(Shape.of(extents)));
    }
    return all;
  }

  /** The extent of a letter that is not 1, where it has one. */
  private int extent(char letter, List<Tensor> operands) {
    return IntStream.range(0, terms.size()).flatMap(i -> IntStream.range(0, terms.get(i).length())
        .filter(axis -> terms.get(i).charAt(axis) == letter).map(axis -> operands.get(i).shape().extent(axis)))
        .filter(extent -> extent != 1).findFirst().orElse(1);
  }

  private Tensor contract(List<Tensor> operands) {
    Tensor product = diagonals(terms.getFirst(), operands.getFirst());
    String letters = distinct(terms.getFirst());
    for (int i = 1; i < terms.size(); i++) {
      String right = distinct(terms.get(i));
      String needed = result + String.join("", terms.subList(i + 1, terms.size()));
      String reducedA = keep(letters, right + needed);
      String reducedB = keep(right, letters + needed);
      Tensor a = sumTo(product, letters, reducedA);
      Tensor b = sumTo(diagonals(terms.get(i), operands.get(i)), right, reducedB);
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
