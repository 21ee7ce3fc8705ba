package ansatz.tensor.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ansatz.tensor.DType;
import ansatz.tensor.Tensor;

/** Losses and steps of optimisers. */
final class OnnxLosses {
  private OnnxLosses() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("NegativeLogLikelihoodLoss", n -> List.of(negativeLogLikelihood(n, n.x())));
    all.put("SoftmaxCrossEntropyLoss", n -> {
      Tensor logp = n.x().logSoftmax(1);
      return List.of(negativeLogLikelihood(n, logp), logp);
    });
    all.put("Adam", OnnxLosses::adam);
    all.put("Adagrad", OnnxLosses::adagrad);
    all.put("Momentum", OnnxLosses::momentum);
  }

  /** logp [N,C,...], labels [N,...], weights of the classes [C]. */
  private static Tensor negativeLogLikelihood(OnnxNode n, Tensor logp) {
    Tensor labels = n.in(1).to(DType.I32);
    Tensor own = logp.moveAxis(1, -1).takeAlong(labels.expand(-1), -1).squeeze(-1);
    Tensor counts = n.hasAttribute("ignore_index")
        ? n.in(1).ne(Tensor.scalar(n.in(1).dtype(), n.integer("ignore_index", 0))).to(logp.dtype())
        : Tensor.ones(logp.dtype(), labels.shape().extents());
    Tensor weights = n.has(2) ? n.in(2).take(labels, 0).mul(counts) : counts;
    Tensor losses = own.mul(weights).neg();
    return switch (n.text("reduction", "mean")) {
      case "none" -> losses;
      case "sum" -> losses.sum();
      default -> losses.sum().div(weights.sum());
    };
  }

  private static Tensor regularised(OnnxNode n, Tensor x, Tensor gradient) {
    return gradient.add(x.mul(n.real("norm_coefficient", 0)));
  }

  private static List<Tensor> adam(OnnxNode n) {
    double alpha = n.real("alpha", 0.9);
    double beta = n.real("beta", 0.999);
    int t = n.numbers(1)[0];
    double rate = n.x().item() * (t > 0 ? Math.sqrt(1 - Math.pow(beta, t)) / (1 - Math.pow(alpha, t)) : 1);
    List<List<Tensor>> groups = n.groups(2, 4);
    List<List<Tensor>> results = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < groups.getFirst().size(); i++) {
      Tensor x = groups.get(0).get(i);
      Tensor g = regularised(n, x, groups.get(1).get(i));
      Tensor v = groups.get(2).get(i).mul(alpha).add(g.mul(1 - alpha));
      Tensor h = groups.get(3).get(i).mul(beta).add(g.square().mul(1 - beta));
      Tensor next = x.sub(v.mul(rate).div(h.sqrt().add(n.real("epsilon", 1e-6))));
      results.get(0).add(next.mul(1 - n.real("norm_coefficient_post", 0)));
      results.get(1).add(v);
      results.get(2).add(h);
    }
    return results.stream().flatMap(List::stream).toList();
  }

  private static List<Tensor> adagrad(OnnxNode n) {
    double rate = n.x().item() / (1 + n.numbers(1)[0] * n.real("decay_factor", 0));
    List<List<Tensor>> groups = n.groups(2, 3);
    List<List<Tensor>> results = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < groups.getFirst().size(); i++) {
      Tensor x = groups.get(0).get(i);
      Tensor g = regularised(n, x, groups.get(1).get(i));
      Tensor h = groups.get(2).get(i).add(g.square());
      results.get(0).add(x.sub(g.mul(rate).div(h.sqrt().add(n.real("epsilon", 1e-6)))));
      results.get(1).add(h);
    }
    return results.stream().flatMap(List::stream).toList();
  }

  private static List<Tensor> momentum(OnnxNode n) {
    double rate = n.x().item();
    double alpha = n.real("alpha", 0);
    double beta = n.numbers(1)[0] > 0 ? n.real("beta", 0) : 1;
    List<List<Tensor>> groups = n.groups(2, 3);
    List<List<Tensor>> results = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < groups.getFirst().size(); i++) {
      Tensor x = groups.get(0).get(i);
      Tensor g = regularised(n, x, groups.get(1).get(i));
      Tensor v = groups.get(2).get(i).mul(alpha).add(g.mul(beta));
      Tensor step = n.text("mode", "standard").equals("nesterov") ? g.add(v.mul(alpha)) : v;
      results.get(0).add(x.sub(step.mul(rate)));
      results.get(1).add(v);
    }
    return results.stream().flatMap(List::stream).toList();
  }
}
