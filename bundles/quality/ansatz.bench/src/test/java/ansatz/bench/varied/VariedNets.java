package ansatz.bench.varied;

import ansatz.bench.Workload;
import ansatz.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Steps of many kinds: none of them is a workload that speed is measured by. */
final class VariedNets {
  private VariedNets() {}

  /** With few examples and narrow layers, by name. */
  static Map<String, Supplier<Workload>> of(DType type) {
    Map<String, Supplier<Workload>> all = new LinkedHashMap<>();
    all.put("normalized", () -> DenseNets.normalized(type, 9, 13, 6));
    all.put("autoencoder", () -> DenseNets.autoencoder(type, 30, 19, 5, 7));
    all.put("denoiser", () -> DenseNets.denoiser(type, 5, 17, 6));
    all.put("contrastive", () -> DenseNets.contrastive(type, 8, 13, 6, 9));
    all.put("wordVectors", () -> DenseNets.wordVectors(type, 23, 7, 11, 3));
    all.put("privateGradients", () -> DenseNets.privateGradients(type, 7, 9, 5));
    all.put("adapted", () -> DenseNets.adapted(type, 9, 4, 5));
    all.put("adversarial", () -> DenseNets.adversarial(type, 11, 13, 5));
    all.put("points", () -> DenseNets.points(type, 9, 7, 5));
    all.put("planarFlow", () -> DenseNets.planarFlow(type, 3, 9));
    all.put("score", () -> DenseNets.score(type, 4, 9, 7));
    all.put("peepholes", () -> RecurrentNets.peepholes(type, 5, 4, 7, 3));
    all.put("bidirectional", () -> RecurrentNets.bidirectional(type, 11, 6, 5, 3));
    all.put("linearRecurrence", () -> RecurrentNets.linearRecurrence(type, 5, 7, 3));
    all.put("patches", () -> RecurrentNets.patches(type, 4, 6, 8, 2, 3));
    all.put("crossAttention", () -> RecurrentNets.crossAttention(type, 5, 4, 6, 2, 3));
    all.putAll(convolutional(type));
    all.put("hamiltonian", () -> Inference.hamiltonian(type, 5, 9, 4, 3));
    all.put("gaussianProcess", () -> Inference.gaussianProcess(type, 9, 3));
    all.put("differentialEquation", () -> Inference.differentialEquation(type, 7, 4, 5, false));
    all.put("checkpointed", () -> Inference.differentialEquation(type, 7, 8, 5, true));
    all.put("graphAttention", () -> Inference.graphAttention(type, 13, 40, 6, 2, 3));
    all.put("ising", () -> Inference.ising(type, 6, 3, 3));
    all.put("fluxes", () -> Inference.fluxes(type, 7, 4));
    all.put("tangentKernel", () -> Inference.tangentKernel(type, 4, 9, 5));
    all.put("newton", () -> Inference.newton(type, 4, 15));
    return all;
  }

  /** Those of them that convolve. */
  static Map<String, Supplier<Workload>> convolutional(DType type) {
    Map<String, Supplier<Workload>> all = new LinkedHashMap<>();
    all.put("residual", () -> ConvolutionalNets.residual(type, new int[] {5, 6}, 8, 2));
    all.put("unet", () -> ConvolutionalNets.unet(type, 4, 8, 2));
    all.put("causal", () -> ConvolutionalNets.causal(type, 5, 3, 17, 2));
    all.put("separable", () -> ConvolutionalNets.separable(type, 6, 9, 2));
    all.put("overlapping", () -> ConvolutionalNets.overlapping(type, 4, 13, 2));
    all.put("generative", () -> ConvolutionalNets.generative(type, 2, 2));
    return all;
  }
}
