package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Attention;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Norms;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * W5: character decoder transformer. Layers are normalised before (gain and bias, epsilon 1e-5); query, key and value are
 * one product with bias; GELU by erf; learned positions; the head has weights of its own and no bias. Parameters in the
 * order in which {@link #logits} takes them.
 *
 * @param places T, the length of the context
 * @param width D
 */
public record Transformer(int vocabulary, int places, int width, int heads, int layers, int hidden) {
  /** The one that is measured. */
  public static final Transformer CHARACTERS = new Transformer(96, 128, 128, 4, 4, 512);

  private static final double EPSILON = 1e-5;

  /** Tokens and the tokens that follow them, i32 [N,T]; mean cross-entropy over all of them. */
  public Workload of(DType type, int batch) {
    Random random = new Random(7);
    List<Values> parameters = parameters(type, random);
    List<Values> data = List.of(tokens(batch, random), tokens(batch, random));
    return Training.of(parameters, data,
        (p, in) -> Losses.crossEntropy(logits(p, in.get(0)), in.get(1).reshape(batch * places)).mean());
  }

  private List<Values> parameters(DType type, Random random) {
    List<Values> parameters = new ArrayList<>();
    parameters.add(Training.weight(type, random, vocabulary, width));
    parameters.add(Training.weight(type, random, places, width));
    for (int layer = 0; layer < layers; layer++) {
      norm(type, parameters);
      dense(type, random, width, 3 * width, parameters);
      dense(type, random, width, width, parameters);
      norm(type, parameters);
      dense(type, random, width, hidden, parameters);
      dense(type, random, hidden, width, parameters);
    }
    norm(type, parameters);
    parameters.add(Training.weight(type, random, width, vocabulary));
    return parameters;
  }

  private void norm(DType type, List<Values> parameters) {
    parameters.add(Training.ones(type, width));
    parameters.add(Values.zeros(TensorType.of(type, width)));
  }

  private static void dense(DType type, Random random, int from, int to, List<Values> parameters) {
    parameters.add(Training.weight(type, random, from, to));
    parameters.add(Values.zeros(TensorType.of(type, to)));
  }

  private Values tokens(int batch, Random random) {
    Values tokens = Values.zeros(TensorType.of(DType.I32, batch, places));
    for (int i = 0; i < tokens.size(); i++) {
      tokens.set(i, random.nextInt(vocabulary));
    }
    return tokens;
  }

  /** Logits of the next token [N T,V] at each place. */
  private Tensor logits(List<Tensor> parameters, Tensor tokens) {
    Iterator<Tensor> p = parameters.iterator();
    Tensor x = p.next().take(tokens, 0).add(p.next());
    for (int layer = 0; layer < layers; layer++) {
      x = x.add(attention(p, norm(p, x)));
      Tensor h = Activations.gelu(dense(p, norm(p, x)));
      x = x.add(dense(p, h));
    }
    return norm(p, x).reshape(-1, width).matmul(p.next());
  }

  private Tensor attention(Iterator<Tensor> p, Tensor x) {
    List<Tensor> parts = dense(p, x).split(-1, width, width, width).stream()
        .map(part -> Attention.heads(part, heads)).toList();
    return dense(p, Attention.joined(Attention.causal(parts.get(0), parts.get(1), parts.get(2))));
  }

  private static Tensor norm(Iterator<Tensor> p, Tensor x) {
    return Norms.layer(x, 1, EPSILON).mul(p.next()).add(p.next());
  }

  private static Tensor dense(Iterator<Tensor> p, Tensor x) {
    return x.matmul(p.next()).add(p.next());
  }
}
