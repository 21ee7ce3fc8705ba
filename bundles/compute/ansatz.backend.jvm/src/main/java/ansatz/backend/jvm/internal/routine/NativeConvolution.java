package ansatz.backend.jvm.internal.routine;

import ansatz.backend.jvm.internal.emit.Memory;
import ansatz.natives.onednn.Convolution;
import ansatz.natives.onednn.Convolution.Direction;
import ansatz.natives.onednn.ConvolutionShape;
import ansatz.natives.onednn.Epilogue;
import ansatz.natives.onednn.Layout;
import ansatz.natives.onednn.Reorder;
import ansatz.tensor.Node;
import ansatz.tensor.primitive.Conv;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A convolution or one of its derivatives by oneDNN, the images divided among tasks. Gradients by w are summed in the
 * order of the tasks, by the last one to end.
 */
final class NativeConvolution implements Routine {
  /** Floating-point operations that are worth a task. */
  private static final double TASK = 3e6;
  private static final int MOST_TASKS = 8;
  private static final double FLOPS_PER_NANO = 60;

  private final ConvolutionForm form;
  private final Part[] parts;
  private final int perTask;
  /** Where x, w and y stand among the addresses. */
  private final int x;
  private final int w;
  private final int y;
  private final long scratchPerTask;

  /** The library's code for a number of images; packing is null where the library takes memory as it is. */
  private record Part(Convolution convolution, Reorder x, Reorder w, Reorder y, long scratchpad) {
    static Part of(ConvolutionForm form, ConvolutionShape shape, Layout w) {
      Convolution convolution = convolution(form.direction(), shape,
          form.isFine() ? form.layoutX(shape) : Layout.any(shape.x()), w, form.layoutY(shape));
      if (convolution == null || convolution.implementation().startsWith("ref")) {
        if (convolution != null) {
          convolution.close();
        }
        convolution = convolution(form.direction(), shape, Layout.any(shape.x()), w, Layout.any(shape.y()));
      }
      if (convolution == null) {
        return null;
      }
      Direction direction = form.direction();
      Reorder x = packing(form.layoutX(shape), convolution.x(), direction == Direction.BACKWARD_DATA);
      Reorder packedW = packing(form.layoutW(shape), convolution.w(), direction == Direction.BACKWARD_WEIGHTS);
      Reorder y = packing(form.layoutY(shape), convolution.y(), direction == Direction.FORWARD);
      long scratchpad = convolution.scratchpadBytes();
      for (Reorder reorder : new Reorder[] {x, packedW, y}) {
        scratchpad = Math.max(scratchpad, reorder == null ? 0 : reorder.scratchpadBytes());
      }
      return new Part(convolution, x, packedW, y, scratchpad);
    }

    private static Convolution convolution(Direction direction, ConvolutionShape shape, Layout x, Layout w, Layout y) {
      try {
        return switch (direction) {
          case FORWARD -> Convolution.forward(shape, x, w, y, Epilogue.NONE);
          case BACKWARD_DATA -> Convolution.backwardData(shape, x, w, y);
          case BACKWARD_WEIGHTS -> Convolution.backwardWeights(shape, x, w, y);
        };
      } catch (UnsupportedOperationException _) {
        return null;
      }
    }

    private static Reorder packing(Layout memory, Layout packed, boolean result) {
      return memory.equals(packed) ? null : result ? Reorder.of(packed, memory) : Reorder.of(memory, packed);
    }

    /** Bytes of scratch memory: packed x, packed w, packed y, then the library's own. */
    long bytes() {
      return behindY() + aligned(scratchpad);
    }

    long behindX() {
      return x == null ? 0 : aligned(convolution.x().bytes());
    }

    long behindW() {
      return behindX() + aligned(convolution.w().bytes());
    }

    long behindY() {
      return behindW() + (y == null ? 0 : aligned(convolution.y().bytes()));
    }

    void close() {
      convolution.close();
      for (Reorder reorder : new Reorder[] {x, w, y}) {
        if (reorder != null) {
          reorder.close();
        }
      }
    }
  }

  private NativeConvolution(ConvolutionForm form, Part[] parts, int perTask) {
    this.form = form;
    this.parts = parts;
    this.perTask = perTask;
    this.x = form.direction() == Direction.BACKWARD_DATA ? 2 : 0;
    this.w = form.direction() == Direction.BACKWARD_WEIGHTS ? 2 : 1;
    this.y = switch (form.direction()) {
      case FORWARD -> 2;
      case BACKWARD_DATA -> 0;
      case BACKWARD_WEIGHTS -> 1;
    };
    this.scratchPerTask = Math.max(parts[0].bytes(), parts[parts.length - 1].bytes());
  }

  /** Null where the library cannot do it. */
  static NativeConvolution of(Node node, Conv conv, long[] first, long[] second, long[] result) {
    ConvolutionForm form = ConvolutionForm.of(node, conv, first, second, result);
    if (form == null) {
      return null;
    }
    int images = form.shape().batch();
    int wanted = Math.clamp((long) (form.flops() / TASK), 1, Math.min(images, MOST_TASKS));
    int perTask = (images + wanted - 1) / wanted;
    int tasks = (images + perTask - 1) / perTask;
    Part full = Part.of(form, form.images(perTask), Layout.any(form.shape().w()));
    int rest = images - (tasks - 1) * perTask;
    Part last = full == null || rest == perTask ? full : Part.of(form, form.images(rest), full.convolution.w());
    if (last == null) {
      if (full != null) {
        full.close();
      }
      return null;
    }
    Part[] parts = new Part[tasks];
    Arrays.fill(parts, full);
    parts[tasks - 1] = last;
    return new NativeConvolution(form, parts, perTask);
  }

  private static long aligned(long bytes) {
    return (bytes + 63) / 64 * 64;
  }

  @Override
  public String name() {
    return "onednn " + form.direction() + " " + parts[0].convolution.implementation();
  }

  @Override
  public Worker worker() {
    return Worker.LIBRARY;
  }

  @Override
  public int tasks() {
    return parts.length;
  }

  @Override
  public double nanos() {
    return form.flops() / FLOPS_PER_NANO;
  }

  @Override
  public long scratch() {
    return parts.length * scratchPerTask;
  }

  @Override
  public void run(long[] at, int task) {
    Part part = parts[task];
    Direction direction = form.direction();
    long scratch = at[3] + task * scratchPerTask;
    long pad = scratch + part.behindY();
    long first = (long) task * perTask;
    long inX = at[x] + first * form.x()[0] * Float.BYTES;
    long inY = at[y] + first * form.y()[0] * Float.BYTES;
    long packedX = part.x == null ? inX : scratch;
    long packedW = part.w == null && parts.length == 1 ? at[w] : scratch + part.behindX();
    long packedY = part.y == null ? inY : scratch + part.behindW();
    if (part.x != null && direction != Direction.BACKWARD_DATA) {
      reorder(part.x, inX, packedX, pad);
    }
    if (direction != Direction.BACKWARD_WEIGHTS) {
      if (part.w == null) {
        packedW = at[w];
      } else {
        reorder(part.w, at[w], packedW, pad);
      }
    }
    if (part.y != null && direction != Direction.FORWARD) {
      reorder(part.y, inY, packedY, pad);
    }
    part.convolution.execute(Memory.ALL, packedX, Memory.ALL, packedW, Memory.ALL, packedY, Memory.ALL, pad);
    if (part.x != null && direction == Direction.BACKWARD_DATA) {
      reorder(part.x, packedX, inX, pad);
    }
    if (part.y != null && direction == Direction.FORWARD) {
      reorder(part.y, packedY, inY, pad);
    }
  }

  private static void reorder(Reorder reorder, long from, long to, long pad) {
    reorder.execute(Memory.ALL, from, Memory.ALL, to, Memory.ALL, pad);
  }

  /** Adds up the tasks' gradients by w, and brings the sum to where it has to be. */
  @Override
  public void end(long[] at) {
    if (form.direction() != Direction.BACKWARD_WEIGHTS) {
      return;
    }
    Part part = parts[0];
    long first = at[3] + part.behindX();
    long sum = part.w == null ? at[w] : first;
    for (int task = 1; task < parts.length; task++) {
      add(task == 1 ? first : sum, at[3] + task * scratchPerTask + parts[task].behindX(), sum,
          part.convolution.w().bytes());
    }
    if (part.w != null) {
      reorder(part.w, sum, at[w], at[3] + part.behindY());
    }
  }

  /** The sums of floats, so many bytes. */
  private static void add(long a, long b, long sum, long bytes) {
    for (long place = 0; place < bytes; place += Float.BYTES) {
      Memory.ALL.set(ValueLayout.JAVA_FLOAT, sum + place,
          Memory.ALL.get(ValueLayout.JAVA_FLOAT, a + place) + Memory.ALL.get(ValueLayout.JAVA_FLOAT, b + place));
    }
  }

  @Override
  public void close() {
    parts[0].close();
    if (parts[parts.length - 1] != parts[0]) {
      parts[parts.length - 1].close();
    }
  }
}
