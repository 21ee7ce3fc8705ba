package ansatz.tensor.onnx;

import java.util.List;
import java.util.Map;

import ansatz.tensor.Activations;
import ansatz.tensor.Control;
import ansatz.tensor.Tensor;

/** Recurrent layers in one direction with the usual activations: x [T,N,I], w [1,G H,I], r [1,G H,H], b [1,2 G H]. */
final class OnnxRecurrent {
  private OnnxRecurrent() {}

  static void addTo(Map<String, OnnxOperators.Operator> all) {
    all.put("RNN", n -> layer(n, 1, (gates, carry) -> List.of(
        gates.input().add(gates.recurrent(carry.getFirst())).tanh())));
    all.put("GRU", n -> layer(n, 3, OnnxRecurrent::gru));
    all.put("LSTM", n -> layer(n, 4, (gates, carry) -> lstm(gates, carry, n.in(7))));
    all.put("CausalConvWithState", OnnxRecurrent::causalConv);
    all.put("LinearAttention", OnnxRecurrent::linearAttention);
  }

  /** What the gates get in a step: from the input, with all biases of it, and from the state. */
  private record Gates(Tensor input, Tensor r, Tensor bias) {
    int hidden() {
      return r.shape().extent(1);
    }

    Tensor recurrent(Tensor h) {
      return h.matmul(r.transpose()).add(bias);
    }

    Tensor of(Tensor all, int gate) {
      return all.slice(-1, gate * hidden(), (gate + 1) * hidden());
    }
  }

  /** From the gates and the carry, of which the first is h, to the next carry. */
  private interface Cell {
    List<Tensor> step(Gates gates, List<Tensor> carry);
  }

  private static List<Tensor> layer(OnnxNode n, int gates, Cell cell) {
    boolean batchFirst = n.flag("layout", false);
    Tensor x = batchFirst ? n.x().moveAxis(1, 0) : n.x();
    Tensor w = n.in(1).at(0, 0);
    Tensor r = n.in(2).at(0, 0);
    int hidden = r.shape().extent(1);
    Tensor none = Tensor.zeros(x.dtype(), gates * hidden);
    Tensor inputBias = n.has(3) ? n.in(3).at(0, 0).slice(0, 0, gates * hidden) : none;
    Tensor stateBias = n.has(3) ? n.in(3).at(0, 0).slice(0, gates * hidden, 2 * gates * hidden) : none;
    Tensor zero = Tensor.zeros(x.dtype(), x.shape().extent(1), hidden);
    Tensor h = n.has(5) ? n.in(5).at(batchFirst ? 1 : 0, 0) : zero;
    Tensor c = n.has(6) ? n.in(6).at(batchFirst ? 1 : 0, 0) : zero;
    Control.Scanned scanned = Control.scan((carry, slices) -> {
      List<Tensor> next = cell.step(new Gates(slices.getFirst(), r, stateBias), carry);
      return new Control.Scanned(next, List.of(next.getFirst()));
    }, n.op().equals("LSTM") ? List.of(h, c) : List.of(h), List.of(x.matmul(w.transpose()).add(inputBias)));
    Tensor last = scanned.carry().getFirst().expand(0);
    Tensor y = scanned.outputs().getFirst().expand(1); // [T,1,N,H]
    return batchFirst ? List.of(y.transpose(2, 0, 1, 3), last.moveAxis(0, 1)) : List.of(y, last);
  }

  private static List<Tensor> gru(Gates gates, List<Tensor> carry) {
    Tensor h = carry.getFirst();
    Tensor state = gates.recurrent(h);
    Tensor z = Activations.sigmoid(gates.of(gates.input(), 0).add(gates.of(state, 0)));
    Tensor reset = Activations.sigmoid(gates.of(gates.input(), 1).add(gates.of(state, 1)));
    Tensor proposed = gates.of(gates.input(), 2).add(gates.of(gates.recurrent(reset.mul(h)), 2)).tanh();
    return List.of(z.rsub(1).mul(proposed).add(z.mul(h)));
  }

  /** Gates in the order input, output, forget, cell; peepholes [1,3 H] look at the cell's state. */
  private static List<Tensor> lstm(Gates gates, List<Tensor> carry, Tensor peepholes) {
    Tensor all = gates.input().add(gates.recurrent(carry.get(0)));
    Tensor c = carry.get(1);
    Tensor p = peepholes == null
        ? Tensor.zeros(c.dtype(), 3 * gates.hidden())
        : peepholes.at(0, 0);
    Tensor in = Activations.sigmoid(gates.of(all, 0).add(gates.of(p, 0).mul(c)));
    Tensor forget = Activations.sigmoid(gates.of(all, 2).add(gates.of(p, 2).mul(c)));
    Tensor next = forget.mul(c).add(in.mul(gates.of(all, 3).tanh()));
    Tensor out = Activations.sigmoid(gates.of(all, 1).add(gates.of(p, 1).mul(next)));
    return List.of(out.mul(next.tanh()), next);
  }

  /** x [N,C,T] after a past [N,C,K-1] under kernels [C,1,K], and the past of what follows. */
  private static List<Tensor> causalConv(OnnxNode n) {
    int[] extents = n.x().shape().extents();
    int taps = n.in(1).shape().extent(2);
    Tensor past = n.has(3) ? n.in(3) : Tensor.zeros(n.x().dtype(), extents[0], extents[1], taps - 1);
    Tensor x = Tensor.concat(2, past, n.x());
    Tensor y = ansatz.tensor.Convolutions.plain().groups(extents[1]).conv(x, n.in(1));
    Tensor biased = n.has(2) ? y.add(n.in(2).expand(-1)) : y;
    boolean silu = List.of("silu", "swish").contains(n.text("activation", "none"));
    return List.of(silu ? Activations.silu(biased) : biased,
        x.slice(2, extents[2], extents[2] + taps - 1));
  }

  /** x [N,T,H D] as [T,N,H,D]. */
  private static Tensor steps(Tensor x, int heads) {
    int[] e = x.shape().extents();
    return x.reshape(e[0], e[1], heads, e[2] / heads).moveAxis(1, 0);
  }

  /**
   * A state S [N,H,D,E] that decays and takes up k v^T, or what v differs by from what it gives for k; the output is
   * scale S^T q.
   */
  private static List<Tensor> linearAttention(OnnxNode n) {
    int heads = n.integer("kv_num_heads", 1);
    int queries = n.integer("q_num_heads", 1);
    String rule = n.text("update_rule", "gated_delta");
    Tensor q = steps(n.x(), queries);
    Tensor k = steps(n.in(1), heads);
    Tensor v = steps(n.in(2), heads);
    int d = k.shape().extent(3);
    double given = n.real("scale", 0);
    double scale = given == 0 ? 1 / Math.sqrt(d) : given;
    Tensor one = Tensor.ones(q.dtype(), q.shape().extent(0), q.shape().extent(1), 1, 1);
    Tensor decay = n.has(4) ? steps(n.in(4), heads).exp() : one;
    Tensor beta = n.has(5) ? steps(n.in(5), n.in(5).shape().extent(2)) : one;
    Tensor start = n.has(3)
        ? n.in(3)
        : Tensor.zeros(q.dtype(), q.shape().extent(1), heads, d, v.shape().extent(3));
    Control.Scanned scanned = Control.scan((carry, s) -> {
      Tensor key = s.get(1);
      Tensor state = rule.startsWith("gated") ? carry.getFirst().mul(s.get(3).expand(-1)) : carry.getFirst();
      Tensor value = rule.endsWith("delta")
          ? s.get(2).sub(state.mul(key.expand(-1)).sum(2)).mul(s.get(4))
          : s.get(2);
      Tensor next = state.add(key.expand(-1).mul(value.expand(2)));
      Tensor wide = OnnxAttention.repeated(next, queries / heads);
      return new Control.Scanned(List.of(next), List.of(wide.mul(s.get(0).expand(-1)).sum(2).mul(scale)));
    }, List.of(start), List.of(q, k, v, decay, beta));
    Tensor y = scanned.outputs().getFirst().moveAxis(0, 1); // [N,T,H,E]
    return List.of(y.reshape(y.shape().without(3).with(2, y.shape().extent(2) * y.shape().extent(3))),
        scanned.carry().getFirst());
  }
}
