package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a primitive is made from; closing it releases all that the finished primitive does not need. */
final class Construction implements AutoCloseable {
  private static final int IMPLEMENTATION = 8;

  private record Owned(RareFunction destroy, long handle) {}

  private final String what;
  private final Arena arena = Arena.ofConfined();
  private final Deque<Owned> owned = new ArrayDeque<>();

  /** @param what name and shapes, for errors */
  Construction(String what) {
    this.what = what;
  }

  String what() {
    return what;
  }

  long layout(Layout layout) {
    long handle = layout.open();
    owned.push(new Owned(Dnnl.LAYOUT_DESTROY, handle));
    return handle;
  }

  MemorySegment dims(List<Integer> values) {
    return Layout.dims(arena, values.stream().mapToLong(Integer::longValue).toArray());
  }

  /** The library counts the elements between two taps. */
  MemorySegment gaps(List<Integer> dilation) {
    return dims(dilation.stream().map(distance -> distance - 1).toList());
  }

  /** Scratch memory is the caller's, so that executions allocate none. */
  long attributes(Epilogue epilogue) {
    long attributes = create(Dnnl.ATTRIBUTES_DESTROY, Dnnl.ATTRIBUTES_CREATE);
    Dnnl.call(what, Dnnl.ATTRIBUTES_SCRATCHPAD, attributes, Dnnl.SCRATCHPAD_USER);
    if (epilogue.accumulate() || epilogue.relu()) {
      long postOps = create(Dnnl.POST_OPS_DESTROY, Dnnl.POST_OPS_CREATE);
      if (epilogue.accumulate()) {
        Dnnl.call(what, Dnnl.POST_OPS_SUM, postOps, 1f, 0, Dnnl.F32);
      }
      if (epilogue.relu()) {
        Dnnl.call(what, Dnnl.POST_OPS_ELTWISE, postOps, Dnnl.ELTWISE_RELU, 0f, 0f);
      }
      Dnnl.call(what, Dnnl.ATTRIBUTES_POST_OPS, attributes, postOps);
    }
    return attributes;
  }

  long descriptor(RareFunction function, Object... arguments) {
    return create(Dnnl.DESCRIPTOR_DESTROY, function, arguments);
  }

  /** The layout that a descriptor has chosen for an argument. */
  Layout chosen(long descriptor, int argument, long... shape) {
    return new Layout(shape, Dnnl.layout(descriptor, argument));
  }

  long scratchpadBytes(long descriptor) {
    return Dnnl.bytes(Dnnl.layout(descriptor, Dnnl.SCRATCHPAD));
  }

  @SuppressWarnings("restricted")
  String implementation(long descriptor) {
    MemorySegment answer = arena.allocate(ADDRESS);
    Dnnl.call(what, Dnnl.DESCRIPTOR_QUERY, descriptor, IMPLEMENTATION, 0, answer);
    return MemorySegment.ofAddress(answer.get(JAVA_LONG, 0)).reinterpret(Long.MAX_VALUE).getString(0);
  }

  private long create(RareFunction destroy, RareFunction function, Object... arguments) {
    long handle = Dnnl.create(what, function, arguments);
    owned.push(new Owned(destroy, handle));
    return handle;
  }

  @Override
  public void close() {
    owned.forEach(object -> Dnnl.destroy(what, object.destroy, object.handle));
    arena.close();
  }
}
