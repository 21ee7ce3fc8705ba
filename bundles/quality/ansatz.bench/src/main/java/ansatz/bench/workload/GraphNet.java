package ansatz.bench.workload;

import ansatz.bench.Workload;
import ansatz.tensor.Activations;
import ansatz.tensor.Csr;
import ansatz.tensor.DType;
import ansatz.tensor.Losses;
import ansatz.tensor.Tensor;
import ansatz.tensor.TensorType;
import ansatz.tensor.Values;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * W7: two graph convolutions A relu(A X W1 + b1) W2 + b2 on the whole graph, which the program holds; cross-entropy on the
 * first nodes. Both sparse matrices have a normalised random pattern: A = D^-1/2 (G + I) D^-1/2 of an undirected graph G,
 * X with rows of equal numbers that sum to 1.
 *
 * @param entries of A, on the diagonal too
 * @param density of X
 */
public record GraphNet(int nodes, int features, double density, int hidden, int classes, int entries, int labelled) {
  /** The one that is measured: a graph like Cora. */
  public static final GraphNet CORA = new GraphNet(2708, 1433, 0.0127, 16, 7, 13_264, 140);

  /** Labels of the first nodes, i32 [N]. */
  public Workload of(DType type) {
    Random random = new Random(7);
    Matrices matrices = matrices(type, random);
    Csr a = matrices.adjacency();
    Csr x = matrices.features();
    List<Values> parameters = List.of(Training.weight(type, random, features, hidden),
        Values.zeros(TensorType.of(type, hidden)), Training.weight(type, random, hidden, classes),
        Values.zeros(TensorType.of(type, classes)));
    return Training.of(parameters, List.of(labels(random)),
        (p, in) -> Losses.crossEntropy(logits(p, a, x).slice(0, 0, labelled), in.getFirst()).mean());
  }

  /** A and X. */
  public record Matrices(Csr adjacency, Csr features) {}

  /** The matrices of {@link #of}. */
  public Matrices matrices(DType type) {
    return matrices(type, new Random(7));
  }

  private Matrices matrices(DType type, Random random) {
    Csr adjacency = adjacency(type, random);
    return new Matrices(adjacency, features(type, random));
  }

  private static Tensor logits(List<Tensor> p, Csr a, Csr x) {
    Tensor h = Activations.relu(a.matmul(x.matmul(p.get(0))).add(p.get(1)));
    return a.matmul(h.matmul(p.get(2))).add(p.get(3));
  }

  private Csr adjacency(DType type, Random random) {
    TreeSet<Long> places = new TreeSet<>();
    for (int node = 0; node < nodes; node++) {
      places.add(place(node, node, nodes));
    }
    while (places.size() + 1 < entries) {
      int i = random.nextInt(nodes);
      int k = random.nextInt(nodes);
      places.add(place(i, k, nodes));
      places.add(place(k, i, nodes));
    }
    int[] degrees = new int[nodes];
    places.forEach(place -> degrees[(int) (place / nodes)]++);
    return csr(nodes, places, type, (i, k) -> 1 / Math.sqrt((double) degrees[i] * degrees[k]));
  }

  private Csr features(DType type, Random random) {
    TreeSet<Long> places = new TreeSet<>();
    while (places.size() < Math.round(density * nodes * features)) {
      places.add(place(random.nextInt(nodes), random.nextInt(features), features));
    }
    int[] counts = new int[nodes];
    places.forEach(place -> counts[(int) (place / features)]++);
    return csr(features, places, type, (i, _) -> 1.0 / counts[i]);
  }

  private static long place(int row, int column, int columns) {
    return (long) row * columns + column;
  }

  @FunctionalInterface
  private interface Entry {
    double at(int row, int column);
  }

  private Csr csr(int columns, TreeSet<Long> places, DType type, Entry entry) {
    int[] row = places.stream().mapToInt(place -> (int) (place / columns)).toArray();
    int[] column = places.stream().mapToInt(place -> (int) (place % columns)).toArray();
    double[] values = new double[row.length];
    for (int e = 0; e < row.length; e++) {
      values[e] = entry.at(row[e], column[e]);
    }
    return Csr.of(nodes, columns, row, column, values, type);
  }

  private Values labels(Random random) {
    Values labels = Values.zeros(TensorType.of(DType.I32, labelled));
    for (int i = 0; i < labelled; i++) {
      labels.set(i, random.nextInt(classes));
    }
    return labels;
  }
}
