package ansatz.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import ansatz.tensor.primitive.Axes;
import ansatz.tensor.primitive.Conv;

/** Values and gradients of layers, activations and losses against those that PyTorch 1.13 gave in float64. */
class TorchLayersTest {
  private static final double TOLERANCE = 1e-12;
  /** PyTorch 1.13 multiplies by 1/6 rounded to float32 in the gradients of hardsigmoid and hardswish. */
  private static final double SIXTH = 1e-7;

  /** From inputs and parameters to what the layer gives. */
  private interface Layer extends BiFunction<List<Tensor>, Map<String, Tensor>, List<Tensor>> {}

  private static Tensor filler(double s, int... extents) {
    double[] data = new double[Math.toIntExact(Shape.of(extents).size())];
    Arrays.setAll(data, i -> 0.5 * Math.sin(0.7 * (i + 1) + s));
    return Tensor.of(data, extents);
  }

  private static final Tensor LABELS = Tensor.of(new int[] {0, 2, 1, 2});
  private static final Tensor REAL = filler(0.9, 4, 3);
  private static final Tensor SIGNS = REAL.sign();
  private static final Tensor PROBABILITIES = Activations.sigmoid(filler(0.2, 4, 3).mul(3));

  private static Layer of(UnaryOperator<Tensor> f) {
    return (in, _) -> List.of(f.apply(in.getFirst()));
  }

  private static Layer conv(Convolutions conv) {
    return (in, w) -> List.of(biased(conv.conv(in.getFirst(), w.get("weight")), w));
  }

  private static Layer transposed(Convolutions conv, int outputPadding) {
    return (in, w) -> List.of(biased(conv.convTranspose(in.getFirst(), w.get("weight"), outputPadding), w));
  }

  private static Tensor biased(Tensor y, Map<String, Tensor> w) {
    return w.containsKey("bias") ? y.add(Norms.perChannel(w.get("bias"), y)) : y;
  }

  private static Layer scaled(UnaryOperator<Tensor> norm) {
    return (in, w) -> {
      Tensor y = norm.apply(in.getFirst());
      boolean perChannel = w.get("weight").rank() == 1 && y.shape().extent(1) == w.get("weight").shape().extent(0);
      Tensor scale = perChannel ? Norms.perChannel(w.get("weight"), y) : w.get("weight");
      Tensor shift = perChannel ? Norms.perChannel(w.get("bias"), y) : w.get("bias");
      return List.of(y.mul(scale).add(shift));
    };
  }

  private static Layer heads(String prefix, boolean causal) {
    return (in, w) -> {
      List<Tensor> qkv = new ArrayList<>();
      List<Tensor> weight = w.get(prefix + "in_proj_weight").split(0, 8, 8, 8);
      List<Tensor> bias = w.get(prefix + "in_proj_bias").split(0, 8, 8, 8);
      for (int i = 0; i < 3; i++) {
        Tensor x = in.get(Math.min(i, in.size() - 1)).moveAxis(1, 0); // [N,T,D]
        qkv.add(Attention.heads(x.matmul(weight.get(i).transpose()).add(bias.get(i)), 2));
      }
      Tensor mask = causal ? Attention.causalMask(5, 5) : null;
      Tensor attended = Attention.weights(qkv.get(0), qkv.get(1), mask);
      Tensor y = Attention.joined(attended.matmul(qkv.get(2))).matmul(w.get(prefix + "out_proj.weight").transpose())
          .add(w.get(prefix + "out_proj.bias"));
      return List.of(y.moveAxis(1, 0), attended.mean(1));
    };
  }

  private static Map<String, Layer> layers() {
    Map<String, Layer> all = new HashMap<>();
    Convolutions plain = Convolutions.plain();
    all.put("Linear(3,5)",
        (in, w) -> List.of(in.getFirst().matmul(w.get("weight").transpose()).add(w.get("bias"))));
    all.put("Bilinear(3,4,2)", (in, w) -> List
        .of(in.get(0).einsum("ni,kij,nj->nk", w.get("weight"), in.get(1)).add(w.get("bias"))));
    all.put("Conv2d(3,6,{'kernel_size': 3})", conv(plain));
    all.put("Conv2d(3,6,{'kernel_size': 3, 'stride': 2, 'padding': 1})", conv(plain.stride(2).padding(1)));
    all.put("Conv2d(3,6,{'kernel_size': (3, 2), 'stride': (2, 1), 'padding': (1, 0), 'dilation': (2, 1)})",
        (in, w) -> List.of(biased(new Conv(Axes.of(2, 1), Axes.of(1, 1), Axes.of(2, 1), Axes.of(1, 0), Axes.of(1, 0),
            false).of(in.getFirst().expand(1), w.get("weight").expand(0)).squeeze(1), w)));
    all.put("Conv2d(3,6,{'kernel_size': 3, 'padding': 1, 'groups': 3})", conv(plain.padding(1).groups(3)));
    all.put("Conv2d(3,6,{'kernel_size': 3, 'padding': 'same', 'bias': False})", conv(plain.padding(1)));
    all.put("Conv1d(4,6,{'kernel_size': 3})", conv(plain));
    all.put("Conv1d(4,6,{'kernel_size': 3, 'stride': 2, 'padding': 1, 'dilation': 2})",
        conv(plain.stride(2).padding(1).dilation(2)));
    all.put("Conv1d(4,6,{'kernel_size': 4, 'groups': 2})", conv(plain.groups(2)));
    all.put("Conv3d(2,3,2)", conv(plain));
    all.put("ConvTranspose2d(3,6,{'kernel_size': 3})", transposed(plain, 0));
    all.put("ConvTranspose2d(3,6,{'kernel_size': 3, 'stride': 2, 'padding': 1, 'output_padding': 1})",
        transposed(plain.stride(2).padding(1), 1));
    all.put("ConvTranspose2d(3,6,{'kernel_size': 4, 'stride': 2, 'padding': 1, 'groups': 3})",
        transposed(plain.stride(2).padding(1).groups(3), 0));
    all.put("maxpool2d", of(x -> Pooling.max(x, Pooling.square(2, 2, 0))));
    all.put("maxpool2d_s", of(x -> Pooling.max(x, Pooling.square(3, 2, 1))));
    all.put("avgpool2d", of(x -> Pooling.mean(x, Pooling.square(3, 2, 1))));
    all.put("batchnorm1d_train", scaled(x -> Norms.batch(x, 1e-5)));
    all.put("batchnorm2d_train", scaled(x -> Norms.batch(x, 1e-5)));
    all.put("layernorm", scaled(x -> Norms.layer(x, 1, 1e-5)));
    all.put("layernorm2", scaled(x -> Norms.layer(x, 2, 1e-5)));
    all.put("groupnorm", scaled(x -> Norms.group(x, 2, 1e-5)));
    all.put("instancenorm2d", scaled(x -> Norms.instance(x, 1e-5)));
    all.put("mha", heads("", false));
    all.put("mha_causal", heads("m.", true));
    all.put("embedding", (in, w) -> List.of(w.get("weight").take(in.getFirst().to(DType.I32), 0)));
    all.put("softmax", of(x -> x.softmax(-1)));
    all.put("logsoftmax", of(x -> x.logSoftmax(1)));
    all.put("glu", of(x -> Activations.glu(x, -1)));
    activations(all);
    losses(all);
    return all;
  }

  private static void activations(Map<String, Layer> all) {
    all.put("act_ReLU", of(Activations::relu));
    all.put("act_LeakyReLU", of(x -> Activations.leakyRelu(x, 0.01)));
    all.put("act_ELU", of(x -> Activations.elu(x, 1)));
    all.put("act_SELU", of(Activations::selu));
    all.put("act_CELU", of(x -> Activations.celu(x, 1)));
    all.put("act_GELU", of(Activations::gelu));
    all.put("act_GELU_tanh", of(Activations::geluTanh));
    all.put("act_Softplus", of(Activations::softplus));
    all.put("act_Softsign", of(Activations::softsign));
    all.put("act_Sigmoid", of(Activations::sigmoid));
    all.put("act_LogSigmoid", of(Activations::logSigmoid));
    all.put("act_Tanh", of(Tensor::tanh));
    all.put("act_Hardtanh", of(Activations::hardTanh));
    all.put("act_Hardsigmoid", of(Activations::hardSigmoid));
    all.put("act_Hardswish", of(Activations::hardSwish));
    all.put("act_SiLU", of(Activations::silu));
    all.put("act_Mish", of(Activations::mish));
    all.put("act_Tanhshrink", of(Activations::tanhShrink));
    all.put("act_Softshrink", of(x -> Activations.softShrink(x, 0.5)));
    all.put("act_Hardshrink", of(x -> Activations.hardShrink(x, 0.5)));
    all.put("act_ReLU6", of(Activations::relu6));
  }

  private static void losses(Map<String, Layer> all) {
    Tensor soft = REAL.softmax(-1);
    Tensor positives = Tensor.of(new double[] {1, 2, 3});
    Tensor classes = Tensor.of(new double[] {1, 2, 0.5}).take(LABELS, 0).mul(LABELS.ne(Tensor.scalar(DType.I32, 1))
        .to(DType.F64));
    all.put("loss_cross_entropy", of(x -> Losses.crossEntropy(x, LABELS).mean()));
    all.put("loss_cross_entropy_sum_ls0.1", of(x -> Losses.crossEntropy(x, LABELS, 0.1).sum()));
    all.put("loss_cross_entropy_weighted_ignore",
        of(x -> Losses.crossEntropy(x, LABELS).mul(classes).sum().div(classes.sum())));
    all.put("loss_cross_entropy_soft", of(x -> Losses.crossEntropyOf(x, soft).mean()));
    all.put("loss_mse", of(x -> Losses.squaredError(x, REAL).mean()));
    all.put("loss_l1", of(x -> Losses.absoluteError(x, REAL).mean()));
    all.put("loss_smooth_l1_beta.3", of(x -> Losses.smoothL1(x, REAL, 0.3).mean()));
    all.put("loss_huber_.3", of(x -> Losses.huber(x, REAL, 0.3).mean()));
    all.put("loss_bce_logits", of(x -> Losses.binaryCrossEntropy(x, PROBABILITIES).mean()));
    all.put("loss_bce_logits_posweight", of(x -> Losses.binaryCrossEntropy(x, PROBABILITIES, positives).mean()));
    all.put("loss_kl_div_batchmean", of(x -> Losses.klDivergence(x.logSoftmax(-1), soft).sum().div(4)));
    all.put("loss_gaussian_nll", of(x -> Losses.gaussian(x, REAL, PROBABILITIES.add(0.1), 1e-6).mean()));
    all.put("loss_gaussian_nll_full", of(x -> Losses.gaussian(x, REAL, PROBABILITIES.add(0.1), 1e-6).mean()
        .add(0.5 * Math.log(2 * Math.PI))));
    all.put("loss_poisson_nll", of(x -> Losses.poisson(x, PROBABILITIES).mean()));
    all.put("loss_hinge_embedding", of(x -> Losses.hingeEmbedding(x, SIGNS, 1).mean()));
    all.put("loss_multi_margin", of(x -> Losses.multiMargin(x, LABELS, 1).mean()));
    all.put("loss_soft_margin", of(x -> Losses.softMargin(x, SIGNS).mean()));
    all.put("loss_distill_T4", of(x -> Losses.klDivergence(x.div(4).logSoftmax(-1), REAL.div(4).softmax(-1)).sum()
        .div(4).mul(16)));
  }

  @TestFactory
  Stream<DynamicTest> layersAgree() throws IOException {
    String shared = System.getProperty("ansatz.shared.data", "");
    Path file = Path.of(shared, "torch-refs", "layers.json.gz");
    assumeTrue(!shared.isEmpty() && Files.exists(file), "no reference values: " + file + " is absent");
    JsonNode cases;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      cases = new ObjectMapper().readTree(in).get("cases");
    }
    Map<String, Layer> layers = layers();
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : cases) {
      String desc = one.get("desc").asText();
      String key = layers.containsKey(desc) ? desc : one.get("name").asText();
      if (layers.containsKey(key)) {
        tests.add(DynamicTest.dynamicTest(key, () -> agrees(layers.get(key), one)));
      }
    }
    assertEquals(layers.size(), tests.size(), "each layer here is compared once");
    return tests.stream();
  }

  private static void agrees(Layer layer, JsonNode one) {
    List<Tensor> inputs = tensors(one.get("inputs"));
    List<String> names = new ArrayList<>();
    one.get("params").fieldNames().forEachRemaining(names::add);
    List<Tensor> arguments = new ArrayList<>(inputs);
    names.forEach(name -> arguments.add(tensor(one.get("params").get(name))));
    Transforms.Vjp vjp = Transforms.vjp(in -> {
      Map<String, Tensor> parameters = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        parameters.put(names.get(i), in.get(inputs.size() + i));
      }
      return layer.apply(in.subList(0, inputs.size()), parameters);
    }, arguments);
    List<Tensor> gradients = vjp.pullback().apply(tensors(one.get("cotangents")));
    compare("outputs", one.get("outputs"), vjp.values(), TOLERANCE);
    compare("gradients by inputs", one.get("grad_inputs"), gradients.subList(0, inputs.size()),
        one.get("name").asText().startsWith("act_Hards") ? SIXTH : TOLERANCE);
    for (int i = 0; i < names.size(); i++) {
      same("gradient by " + names.get(i), one.get("grad_params").get(names.get(i)), gradients.get(inputs.size() + i),
          TOLERANCE);
    }
  }

  private static void compare(String what, JsonNode expected, List<Tensor> actual, double tolerance) {
    assertEquals(expected.size(), actual.size(), what);
    IntStream.range(0, expected.size()).filter(i -> !expected.get(i).isNull())
        .forEach(i -> same(what + " " + i, expected.get(i), actual.get(i), tolerance));
  }

  private static void same(String what, JsonNode expected, Tensor actual, double tolerance) {
    Tensor wanted = tensor(expected);
    assertEquals(wanted.shape(), actual.shape(), what);
    assertArrayEquals(wanted.values().doubles(), actual.values().doubles(), tolerance, what);
  }

  private static List<Tensor> tensors(JsonNode list) {
    List<Tensor> all = new ArrayList<>();
    list.forEach(node -> all.add(tensor(node)));
    return all;
  }

  private static Tensor tensor(JsonNode node) {
    double[] data = new double[node.get("data").size()];
    Arrays.setAll(data, i -> node.get("data").get(i).asDouble());
    int[] extents = new int[node.get("shape").size()];
    Arrays.setAll(extents, i -> node.get("shape").get(i).asInt());
    return Tensor.of(Values.of(data, Shape.of(extents)));
  }
}
