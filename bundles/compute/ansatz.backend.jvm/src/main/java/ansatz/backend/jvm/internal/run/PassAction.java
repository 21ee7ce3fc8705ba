package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.fuse.Loop;
import ansatz.backend.jvm.internal.fuse.Operand;
import ansatz.backend.jvm.internal.kernel.Kernel;
import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.plan.Cut;
import ansatz.backend.jvm.internal.plan.Step;

/** A kernel with its arguments. */
final class PassAction extends Action {
  private final KernelCode code;
  private final Cut cut;
  private final long[] arguments;

  PassAction(Step.Pass pass, KernelCode code, Addresses addresses) {
    this(pass, code, addresses, 0, pass.loop().inner());
  }

  /** Does some of the inner indices only. */
  PassAction(Step.Pass pass, KernelCode code, Addresses addresses, long first, long count) {
    super(pass);
    this.code = code;
    this.cut = pass.cut();
    this.arguments = arguments(pass.loop(), addresses, first, count);
  }

  private static long[] arguments(Loop loop, Addresses addresses, long first, long count) {
    Kernel kernel = loop.kernel();
    long[] arguments = new long[kernel.arguments()];
    for (int i = 0; i < kernel.outerRank(); i++) {
      arguments[kernel.outerExtent(i)] = loop.outer().get(i);
    }
    arguments[kernel.innerExtent()] = count;
    arguments[kernel.totalExtent()] = loop.total();
    boolean parts = loop.hasParts();
    for (int access = 0; access < loop.operands().size(); access++) {
      Operand operand = loop.operands().get(access);
      int bytes = operand.tensor().dtype().bytes();
      for (int i = 0; i <= kernel.outerRank(); i++) {
        arguments[kernel.outerStride(access, i)] = operand.strides().get(i) * bytes;
      }
      arguments[kernel.taskStride(access)] = parts && operand.partial() && operand.tensor().rank() == 2
          ? (long) operand.tensor().shape().extent(1) * bytes
          : 0;
      addresses.bind(operand.tensor(), (operand.offset() + first * operand.strides().getLast()) * bytes, arguments,
          kernel.address(access));
    }
    return arguments;
  }

  @Override
  void work(int task) {
    int first = task * cut.callsPerTask();
    calls(first, Math.min(cut.calls(), first + cut.callsPerTask()));
  }

  /** Does some calls, one after another. */
  void calls(int first, int end) {
    for (int call = first; call < end; call++) {
      code.run(arguments, call, cut.from(call), cut.from(call + 1));
    }
  }
}
