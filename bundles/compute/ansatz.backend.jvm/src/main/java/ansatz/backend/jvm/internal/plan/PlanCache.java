package ansatz.backend.jvm.internal.plan;

import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.CompileOptions;
import ansatz.tensor.Node;
import ansatz.tensor.Primitive;
import ansatz.tensor.Program;
import ansatz.tensor.Structure;
import ansatz.tensor.Values;
import ansatz.tensor.primitive.Constant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Plans by what they were made of, so that an equal program asked for with the same options is not planned again: equal
 * in structure, extents, constants and lines, as a plan tells people of lines. Executables share a plan, no memory.
 *
 * <p>A plan is kept as long as somebody uses it, and the {@value #IDLE} plans used last a while longer if they are no
 * burden: what holds native code, large constants or objects of others is released with its last user.
 */
public final class PlanCache implements AutoCloseable {
  private static final int IDLE = 16;
  /** Bytes of constants that are a burden. */
  private static final long LARGE = 1 << 20;

  /** What a plan depends on. */
  private record Key(Structure structure, List<String> lines, Map<Integer, Integer> donated, OptionalLong memoryLimit,
      boolean checkNan, Optional<LinearAlgebra> algebra) {
    static Key of(Program program, CompileOptions options) {
      List<String> lines = new ArrayList<>();
      addLines(program, lines);
      return new Key(Structure.of(program), lines, options.donated(), options.memoryLimit(), options.checkNan(),
          options.linearAlgebra());
    }

    private static void addLines(Program program, List<String> lines) {
      for (Node node : program.nodes()) {
        lines.add(node.line());
        for (Program body : node.primitive().bodies()) {
          addLines(body, lines);
        }
      }
    }
  }

  /** A plan that somebody uses until this is closed. */
  public final class Use implements AutoCloseable {
    private final Entry entry;
    private boolean closed;

    private Use(Entry entry) {
      this.entry = entry;
    }

    public Plan plan() {
      return entry.plan;
    }

    @Override
    public void close() {
      end(this);
    }
  }

  private static final class Entry {
    final Key key;
    final Plan plan;
    int users;

    Entry(Key key, Plan plan) {
      this.key = key;
      this.plan = plan;
    }
  }

  private final Map<Key, Entry> entries = new HashMap<>();
  /** Those that nobody uses, the last one at the end. */
  private final Set<Entry> idle = new LinkedHashSet<>();
  private boolean closed;
  private int planned;

  /** The plan of an equal program, or a new one, for somebody who uses it until that is closed. */
  public Use use(Program program, CompileOptions options, Supplier<Plan> planner) {
    Key key = Key.of(program, options);
    Use known = use(key);
    return known != null ? known : add(key, planner.get());
  }

  private synchronized Use use(Key key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    idle.remove(entry);
    entry.users++;
    return new Use(entry);
  }

  /** Adds a plan, unless another thread has been faster. */
  private synchronized Use add(Key key, Plan plan) {
    planned++;
    Use other = use(key);
    if (other != null) {
      plan.close();
      return other;
    }
    entries.put(key, new Entry(key, plan));
    return use(key);
  }

  private synchronized void end(Use use) {
    if (use.closed) {
      return;
    }
    use.closed = true;
    Entry entry = use.entry;
    if (--entry.users > 0) {
      return;
    }
    idle.add(entry);
    if (closed || entry.key.algebra.isPresent() || isBurden(entry.plan)) {
      forget(entry);
    } else if (idle.size() > IDLE) {
      forget(idle.iterator().next());
    }
  }

  private static boolean isBurden(Plan plan) {
    return plan.isNative() || constants(plan.source()) > LARGE || !isOwn(plan.source());
  }

  /** Bytes of a program's constants. */
  private static long constants(Program program) {
    long bytes = 0;
    for (Node node : program.nodes()) {
      bytes += node.primitive() instanceof Constant(Values values) ? values.type().bytes() : 0;
      for (Program body : node.primitive().bodies()) {
        bytes += constants(body);
      }
    }
    return bytes;
  }

  /** Whether no bundle that may be retired has made a program's primitives. */
  private static boolean isOwn(Program program) {
    for (Node node : program.nodes()) {
      if (node.primitive().getClass().getClassLoader() != Primitive.class.getClassLoader()) {
        return false;
      }
      for (Program body : node.primitive().bodies()) {
        if (!isOwn(body)) {
          return false;
        }
      }
    }
    return true;
  }

  private void forget(Entry entry) {
    idle.remove(entry);
    entries.remove(entry.key);
    entry.plan.close();
  }

  /** How many programs were planned, and how many plans are kept. */
  @Override
  public synchronized String toString() {
    return planned + " programs planned, " + entries.size() + " plans kept";
  }

  /** Releases the plans that nobody uses, and the others as soon as nobody does. */
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(idle).forEach(this::forget);
  }
}
