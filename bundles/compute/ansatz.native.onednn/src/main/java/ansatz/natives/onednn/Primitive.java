package ansatz.natives.onednn;

import static java.lang.ref.Reference.reachabilityFence;

import ansatz.natives.gfortran.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * An operation for given shapes and layouts, compiled once and executed often, by any number of threads at once, each
 * time on the calling thread alone.
 *
 * <p>An execution takes its operands as segments with a byte offset, and scratch memory of {@link #scratchpadBytes},
 * which no other execution may use meanwhile; addresses that are multiples of 64 are fastest. It allocates nothing and
 * costs 0.3 to 0.7 us beside the arithmetic. The caller keeps the arenas open until it returns. Everything native is
 * released by {@link #close}.
 */
public abstract sealed class Primitive implements AutoCloseable permits Convolution, MatMul, Reorder {
  /** More executions at once than this make and release their arguments each time. */
  private static final int SLOTS = 32;

  private final String what;
  private final String implementation;
  private final long scratchpadBytes;
  private final long primitive;
  private final int[] roles;
  private final long[] descriptors;
  private final Arena arena = Arena.ofShared();

  /** Arguments that no execution uses now. */
  private final AtomicReferenceArray<Arguments> idle = new AtomicReferenceArray<>(SLOTS);
  /** Arguments that exist. */
  private final AtomicInteger existing = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param descriptor of the primitive, in which everything is decided
   * @param roles what each operand is
   */
  Primitive(Construction construction, long descriptor, int... roles) {
    what = construction.what();
    implementation = construction.implementation(descriptor);
    scratchpadBytes = construction.scratchpadBytes(descriptor);
    this.roles = scratchpadBytes == 0 ? roles : append(roles, Dnnl.SCRATCHPAD);
    primitive = Dnnl.create(what, Dnnl.PRIMITIVE_CREATE, descriptor);
    descriptors = new long[this.roles.length];
    for (int i = 0; i < descriptors.length; i++) {
      descriptors[i] = Dnnl.create(what, Dnnl.LAYOUT_CLONE, Dnnl.layout(descriptor, this.roles[i]));
    }
  }

  private static int[] append(int[] roles, int role) {
    int[] all = Arrays.copyOf(roles, roles.length + 1);
    all[roles.length] = role;
    return all;
  }

  /** The scratch memory an execution needs; 0 when none. */
  public final long scratchpadBytes() {
    return scratchpadBytes;
  }

  /** The library's name of the code that runs, with the instruction set. */
  public final String implementation() {
    return implementation;
  }

  /** Operation and layouts. */
  @Override
  public final String toString() {
    return what;
  }

  /** Runs with the addresses of up to four operands, in the order of their roles; those beyond are not looked at. */
  final void execute(long first, long second, long third, long fourth, MemorySegment scratchpad, long offset) {
    long scratch = scratchpadBytes == 0 ? 0 : NativeMemory.output("scratchpad", scratchpad, offset, scratchpadBytes);
    int operands = scratchpadBytes == 0 ? roles.length : roles.length - 1;
    int slot = (int) Thread.currentThread().threadId() & SLOTS - 1;
    Arguments arguments = claim(slot);
    try {
      arguments.set(0, first);
      arguments.set(1, second);
      if (operands > 2) {
        arguments.set(2, third);
      }
      if (operands > 3) {
        arguments.set(3, fourth);
      }
      if (scratchpadBytes > 0) {
        arguments.set(operands, scratch);
      }
      arguments.execute(this, primitive);
    } finally {
      giveBack(arguments, slot);
      reachabilityFence(scratchpad);
    }
  }

  /** Idle arguments, preferably those that this thread used last. */
  private Arguments claim(int slot) {
    for (int i = 0; i < SLOTS && !closed; i++) {
      Arguments arguments = idle.getAndSet(slot + i & SLOTS - 1, null);
      if (arguments != null) {
        return arguments;
      }
    }
    existing.incrementAndGet(); // before the last look at closed: close() waits for it
    if (closed) {
      existing.decrementAndGet();
      throw new IllegalStateException(what + ": is closed");
    }
    return new Arguments(arena, roles, descriptors);
  }

  private void giveBack(Arguments arguments, int slot) {
    for (int i = 0; i < SLOTS; i++) {
      if (idle.compareAndSet(slot + i & SLOTS - 1, null, arguments)) {
        return;
      }
    }
    arguments.release();
    existing.decrementAndGet();
  }

  /** Waits for the executions under way, then releases everything; later executions are refused. */
  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (existing.get() > 0) {
      for (int i = 0; i < SLOTS; i++) {
        Arguments arguments = idle.getAndSet(i, null);
        if (arguments != null) {
          arguments.release();
          existing.decrementAndGet();
        }
      }
      Thread.onSpinWait();
    }
    Dnnl.destroy(what, Dnnl.PRIMITIVE_DESTROY, primitive);
    for (long descriptor : descriptors) {
      Dnnl.destroy(what, Dnnl.LAYOUT_DESTROY, descriptor);
    }
    arena.close();
  }
}
