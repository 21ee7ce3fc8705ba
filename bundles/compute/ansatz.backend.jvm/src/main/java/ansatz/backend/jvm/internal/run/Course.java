package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.kernel.KernelCode;
import ansatz.backend.jvm.internal.plan.ControlStep;
import ansatz.backend.jvm.internal.plan.Plan;
import ansatz.backend.jvm.internal.plan.ProductStep;
import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Interpreter;
import java.util.ArrayList;
import java.util.List;

/** A plan's steps, bound to memory: those of a program, or of one that it runs within. */
final class Course implements AutoCloseable {
  /** A kernel's code and the time that a run spends in it. */
  private record Taken(KernelCode kernel, double nanos) {}

  private final Plan plan;
  private final Kernels kernels;
  private final Interpreter interpreter;
  private final Addresses addresses;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private final Wave[] waves;
  private boolean shared = true;
  /** Null where nobody looks. */
  private Inspection inspection;

  /** @param workspace address of as many bytes as the plan asks for */
  Course(Plan plan, Kernels kernels, Interpreter interpreter, long workspace) {
    this.plan = plan;
    this.kernels = kernels;
    this.interpreter = interpreter;
    this.addresses = new Addresses(plan.places(), workspace, plan.source().inputs().size(),
        plan.source().outputs().size());
    this.waves = new Wave[plan.waves().size()];
    for (int i = 0; i < waves.length; i++) {
      List<Action> wave = new ArrayList<>();
      for (Step step : plan.waves().get(i)) {
        wave.add(action(step));
      }
      waves[i] = new Wave(wave);
    }
  }

  private Action action(Step step) {
    Action action = switch (step) {
      case Step.Pass pass -> pass(pass);
      case ProductStep product -> new ProductAction(product, epilogues(product), addresses);
      case Step.Direct direct -> new DirectAction(direct, addresses);
      case ControlStep control -> ControlAction.of(control, kernels, interpreter, addresses);
      case Step.Plain plain -> new PlainAction(plain, plan.arrays(), interpreter, addresses);
      case Step.Copy copy -> new CopyAction(copy, addresses);
    };
    if (!step.folds().isEmpty()) {
      PassAction[] folds = new PassAction[step.folds().size()];
      for (int i = 0; i < folds.length; i++) {
        folds[i] = pass(step.folds().get(i));
      }
      action.foldBy(folds);
    }
    actions.add(action);
    return action;
  }

  private PassAction pass(Step.Pass pass) {
    return new PassAction(pass, code(pass), addresses);
  }

  private KernelCode code(Step.Pass pass) {
    Taken code = new Taken(kernels.take(pass.loop().kernel(), pass.nanos()), pass.nanos());
    taken.add(code);
    return code.kernel();
  }

  private PassAction[] epilogues(ProductStep product) {
    Step.Pass pass = product.epilogue();
    if (pass == null) {
      return new PassAction[0];
    }
    int blocks = product.cut().columnBlocks(product.n());
    int columns = product.cut().columns();
    if (blocks == 1) {
      return new PassAction[] {pass(pass)};
    }
    KernelCode code = code(pass);
    PassAction[] epilogues = new PassAction[blocks];
    for (int i = 0; i < blocks; i++) {
      epilogues[i] = new PassAction(pass, code, addresses, (long) i * columns,
          Math.min(columns, product.n() - i * columns));
    }
    return epilogues;
  }

  /** To be called once everything that needs addresses has asked for them. */
  Course freeze() {
    addresses.freeze();
    return this;
  }

  Addresses addresses() {
    return addresses;
  }

  Plan plan() {
    return plan;
  }

  /** Bytes of constants, those of programs within programs too. */
  long constantBytes() {
    return addresses.constantBytes() + actions.stream().mapToLong(Action::constantBytes).sum();
  }

  List<Wave> waves() {
    return List.of(waves);
  }

  /** Has the next runs share their tasks among the threads, those of programs within programs too, or not. */
  void share(boolean on) {
    if (shared != on) {
      shared = on;
      actions.forEach(action -> action.share(on));
    }
  }

  /** Runs everything in order. */
  void run() {
    for (int i = 0; i < waves.length; i++) {
      if (inspection != null) {
        inspection.before(i);
      }
      if (shared) {
        Workers.POOL.run(waves[i]);
      } else {
        waves[i].runAlone();
      }
      if (inspection != null) {
        inspection.after(i);
      }
    }
  }

  /** Has somebody look at what every step writes; steps in blocks of rows, which there are where loops are fused, are not. */
  void inspect(Inspection by) {
    inspection = by;
  }

  List<Action> actions() {
    return actions;
  }

  /** Has the next runs measure, or not; what they measured together is a run's time. */
  void profile(boolean on) {
    for (Wave wave : waves) {
      wave.profile(on);
    }
  }

  @Override
  public void close() {
    actions.forEach(Action::close);
    taken.forEach(code -> kernels.release(code.kernel(), code.nanos()));
    addresses.close();
  }
}
