package ansatz.backend.jvm.internal.run;

import ansatz.backend.jvm.internal.plan.Step;
import ansatz.tensor.Interpreter;
import ansatz.tensor.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Looks at what every step of a course writes, wave by wave; those of the programs within have inspections of their own. */
abstract class Inspection {
  private final Course course;
  private final Inspection outer;
  /** The node that runs this course; null where it is the whole. */
  private final Node loop;
  private final List<List<Step>> waves = new ArrayList<>();
  private final Map<Step, List<Inspection>> inner = new IdentityHashMap<>();
  private int iteration = -1;

  Inspection(Course course, Inspection outer, Node loop) {
    this.course = course;
    this.outer = outer;
    this.loop = loop;
    course.plan().waves().forEach(steps -> waves.add(steps.stream().filter(step -> !step.nodes().isEmpty())
        .sorted(Comparator.comparingLong(step -> step.nodes().getFirst().id())).toList()));
    course.inspect(this);
    for (Action action : course.actions()) {
      if (action instanceof ControlAction control) {
        Node node = control.step().nodes().getFirst();
        inner.put(control.step(), control.courses.stream().map(body -> of(body, node)).toList());
      }
    }
  }

  /** One of the same kind for a course within this one. */
  abstract Inspection of(Course body, Node node);

  /** A run of the course begins. */
  abstract void begin(Course course);

  /** A step has written. */
  abstract void wrote(Course course, Step step);

  final void before(int wave) {
    if (wave == 0) {
      iteration++;
      begin(course);
    }
    waves.get(wave).forEach(step -> inner.getOrDefault(step, List.of()).forEach(body -> body.iteration = -1));
  }

  final void after(int wave) {
    waves.get(wave).forEach(step -> wrote(course, step));
  }

  /** {@code iteration 3 of scan (Rnn.java:20)}; empty outside of loops. */
  final String within() {
    if (loop == null) {
      return "";
    }
    String further = outer.within();
    return Interpreter.inLoop(loop, iteration) + (further.isEmpty() ? "" : ", " + further);
  }
}
