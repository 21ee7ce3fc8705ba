package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What is made of derivatives, kernels, curvature and attacks, of one network against PyTorch 1.13 in float64. */
class TorchAutodiffTest {
  private static final double TOLERANCE = 1e-12;
  private static final Tensor LABELS = Tensor.of(new int[] {0, 1, 1, 0});

  private JsonNode stored;
  private Tensor parameters; // all of them in a row
  private Tensor x;

  @BeforeEach
  void read() throws IOException {
    String shared = System.getProperty("ansatz.shared.data", "");
    Path file = Path.of(shared, "torch-refs", "mlp-autodiff.json.gz");
    assumeTrue(!shared.isEmpty() && Files.exists(file), "no reference values: " + file + " is absent");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      stored = new ObjectMapper().readTree(in);
    }
    Tensor[] parts = new Tensor[stored.get("params").size()];
    Arrays.setAll(parts, i -> Tensor.of(doubles(stored.get("params").get(i).get("data"))));
    parameters = Tensor.concat(0, parts).eval();
    x = Tensor.of(doubles(stored.get("X").get("data")), 4, 3);
  }

  private static double[] doubles(JsonNode array) {
    double[] data = new double[array.size()];
    Arrays.setAll(data, i -> array.get(i).asDouble());
    return data;
  }

  /** 3-5-5-2 with tanh: the logits [4,2]. */
  private static Tensor network(Tensor parameters, Tensor x) {
    int[][] shapes = {{5, 3}, {5}, {5, 5}, {5}, {2, 5}, {2}};
    Tensor[] p = new Tensor[shapes.length];
    int start = 0;
    for (int i = 0; i < p.length; i++) {
      int size = Arrays.stream(shapes[i]).reduce(1, Math::multiplyExact);
      p[i] = parameters.slice(0, start, start + size).reshape(shapes[i]);
      start += size;
    }
    Tensor h = x.matmul(p[0].transpose()).add(p[1]).tanh();
    return h.matmul(p[2].transpose()).add(p[3]).tanh().matmul(p[4].transpose()).add(p[5]);
  }

  private static Tensor loss(Tensor parameters, Tensor x) {
    return Losses.crossEntropy(network(parameters, x), LABELS).mean();
  }

  private void agrees(JsonNode expected, Tensor actual) {
    assertArrayEquals(doubles(expected.has("data") ? expected.get("data") : expected), actual.values().doubles(),
        TOLERANCE);
  }

  @Test
  void outputsAndGradients() {
    agrees(stored.get("out"), network(parameters, x));
    assertEquals(stored.get("loss").asDouble(), loss(parameters, x).item(), TOLERANCE);
    agrees(stored.get("grad"), Transforms.grad(p -> loss(p, x)).apply(parameters));
    agrees(stored.get("grad_input"), Transforms.grad(in -> loss(parameters, in)).apply(x));
  }

  @Test
  void neuralTangentKernel() {
    for (var jacobian : java.util.List.of(Transforms.jacobian(p -> network(p, x)),
        Transforms.jacobianForward(p -> network(p, x)))) {
      Tensor j = jacobian.apply(parameters).reshape(8, 62);
      agrees(stored.get("ntk"), j.matmul(j.transpose()));
    }
  }

  @Test
  void curvature() {
    Tensor hessian = Transforms.hessian(p -> loss(p, x)).apply(parameters).eval();
    assertEquals(stored.get("hessian_trace").asDouble(), Linalg.trace(hessian).item(), TOLERANCE);
    agrees(stored.get("hessian_eigs"),
        PlainLinearAlgebra.session().enter(() -> Linalg.eigh(hessian).values().eval()));
  }

  @Test
  void adversarialExamples() {
    var gradient = Transforms.grad(in -> loss(parameters, in));
    agrees(stored.get("fgsm_eps0_1"), x.add(gradient.apply(x).sign().mul(0.1)));
    Tensor moved = x;
    for (JsonNode step : stored.get("pgd_eps0_1_step0_03_5")) {
      moved = moved.add(gradient.apply(moved).sign().mul(0.03)).max(x.sub(0.1)).min(x.add(0.1)).eval();
      agrees(step, moved);
    }
  }
}
