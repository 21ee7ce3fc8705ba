package ansatz.natives.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * The C interface, version 3, as far as it is used here.
 *
 * <p>The handles are constants, since only then a call is compiled to a plain jump. What is called in every execution
 * has a method without allocation; the rest goes through {@link #call}, with handles of library objects as {@code long}.
 */
final class Dnnl {
  static final int F32 = 3;
  static final int ANY = 1;
  static final int BLOCKED = 2;
  static final int FORWARD_TRAINING = 64;
  static final int CONVOLUTION_DIRECT = 1;
  static final int ELTWISE_RELU = 0x20;
  static final int SCRATCHPAD_USER = 1;

  /** What an argument of an execution is; see dnnl_types.h. */
  static final int SRC = 1;
  static final int DST = 17;
  static final int WEIGHTS = 33;
  static final int BIAS = 41;
  static final int SCRATCHPAD = 80;
  static final int DIFF_SRC = 129;
  static final int DIFF_DST = 145;
  static final int DIFF_WEIGHTS = 161;

  private static final int EXECUTION_ARGUMENT = 255;
  private static final int FULL_PRECISION = 0;
  private static final int CPU = 1;
  private static final int DEFAULT_STREAM = 1;
  private static final String[] STATUS = {"success", "out of memory", "invalid arguments", "unimplemented",
    "last implementation reached", "runtime error", "not required"};

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = OneDnn.symbols();

  private static final MethodHandle SET_THREADS = leaf("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));

  private static final RareFunction ENGINE_CREATE = new RareFunction("dnnl_engine_create", ADDRESS, JAVA_INT,
      JAVA_LONG);
  private static final RareFunction STREAM_CREATE = new RareFunction("dnnl_stream_create", ADDRESS, JAVA_LONG,
      JAVA_INT);
  static final RareFunction STREAM_DESTROY = new RareFunction("dnnl_stream_destroy", JAVA_LONG);

  static final RareFunction LAYOUT_STRIDED = new RareFunction("dnnl_memory_desc_create_with_strides", ADDRESS, JAVA_INT,
      ADDRESS,
      JAVA_INT, ADDRESS);
  static final RareFunction LAYOUT_TAGGED = new RareFunction("dnnl_memory_desc_create_with_tag", ADDRESS, JAVA_INT,
      ADDRESS,
      JAVA_INT, JAVA_INT);
  static final RareFunction LAYOUT_FROM_BLOB = new RareFunction("dnnl_memory_desc_create_with_blob", ADDRESS, ADDRESS);
  static final RareFunction LAYOUT_TO_BLOB = new RareFunction("dnnl_memory_desc_get_blob", ADDRESS, ADDRESS, JAVA_LONG);
  static final RareFunction LAYOUT_QUERY = new RareFunction("dnnl_memory_desc_query", JAVA_LONG, JAVA_INT, ADDRESS);
  private static final RareFunction LAYOUT_EQUAL = new RareFunction("dnnl_memory_desc_equal", JAVA_LONG, JAVA_LONG);
  static final RareFunction LAYOUT_CLONE = new RareFunction("dnnl_memory_desc_clone", ADDRESS, JAVA_LONG);
  static final RareFunction LAYOUT_DESTROY = new RareFunction("dnnl_memory_desc_destroy", JAVA_LONG);

  static final RareFunction MEMORY_CREATE = new RareFunction("dnnl_memory_create", ADDRESS, JAVA_LONG, JAVA_LONG,
      JAVA_LONG);
  static final RareFunction MEMORY_DESTROY = new RareFunction("dnnl_memory_destroy", JAVA_LONG);

  static final RareFunction POST_OPS_CREATE = new RareFunction("dnnl_post_ops_create", ADDRESS);
  static final RareFunction POST_OPS_SUM = new RareFunction("dnnl_post_ops_append_sum", JAVA_LONG, JAVA_FLOAT, JAVA_INT,
      JAVA_INT);
  static final RareFunction POST_OPS_ELTWISE = new RareFunction("dnnl_post_ops_append_eltwise", JAVA_LONG, JAVA_INT,
      JAVA_FLOAT,
      JAVA_FLOAT);
  static final RareFunction POST_OPS_DESTROY = new RareFunction("dnnl_post_ops_destroy", JAVA_LONG);
  static final RareFunction ATTRIBUTES_CREATE = new RareFunction("dnnl_primitive_attr_create", ADDRESS);
  static final RareFunction ATTRIBUTES_SCRATCHPAD = new RareFunction("dnnl_primitive_attr_set_scratchpad_mode",
      JAVA_LONG,
      JAVA_INT);
  static final RareFunction ATTRIBUTES_POST_OPS = new RareFunction("dnnl_primitive_attr_set_post_ops", JAVA_LONG,
      JAVA_LONG);
  static final RareFunction ATTRIBUTES_DESTROY = new RareFunction("dnnl_primitive_attr_destroy", JAVA_LONG);

  // out engine src weights bias dst attributes
  static final RareFunction MATMUL = new RareFunction("dnnl_matmul_primitive_desc_create", ADDRESS, JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  // out src engine dst engine attributes
  static final RareFunction REORDER = new RareFunction("dnnl_reorder_primitive_desc_create", ADDRESS, JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG, JAVA_LONG, JAVA_LONG);
  // out engine propagation algorithm src weights bias dst strides dilations padLow padHigh attributes
  static final RareFunction CONVOLUTION_FORWARD = new RareFunction("dnnl_convolution_forward_primitive_desc_create",
      ADDRESS,
      JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
      JAVA_LONG);
  // out engine algorithm diffSrc weights diffDst strides dilations padLow padHigh forward attributes
  static final RareFunction CONVOLUTION_BACKWARD_DATA = new RareFunction(
      "dnnl_convolution_backward_data_primitive_desc_create",
      ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG,
      JAVA_LONG);
  // out engine algorithm src diffWeights diffBias diffDst strides dilations padLow padHigh forward attributes
  static final RareFunction CONVOLUTION_BACKWARD_WEIGHTS = new RareFunction(
      "dnnl_convolution_backward_weights_primitive_desc_create", ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
      JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);

  static final RareFunction DESCRIPTOR_QUERY = new RareFunction("dnnl_primitive_desc_query", JAVA_LONG, JAVA_INT,
      JAVA_INT,
      ADDRESS);
  static final RareFunction DESCRIPTOR_DESTROY = new RareFunction("dnnl_primitive_desc_destroy", JAVA_LONG);
  static final RareFunction PRIMITIVE_CREATE = new RareFunction("dnnl_primitive_create", ADDRESS, JAVA_LONG);
  static final RareFunction PRIMITIVE_DESTROY = new RareFunction("dnnl_primitive_destroy", JAVA_LONG);

  private static final LongAdder ALIVE = new LongAdder();

  static {
    try { // else a variable of the environment could lower it
      check("the precision", (int) status("dnnl_set_default_fpmath_mode", JAVA_INT).invokeExact(FULL_PRECISION));
    } catch (Throwable e) {
      throw new LinkageError("dnnl_set_default_fpmath_mode", e);
    }
  }

  private Dnnl() {}

  private static final class Engine {
    static final long HANDLE = create("the engine", ENGINE_CREATE, CPU, 0L);

    static {
      ALIVE.decrement(); // it is never to be released
    }
  }

  /** Bound with the first primitive. */
  private static final class Execution {
    static final MethodHandle SET_DATA = leaf("dnnl_memory_set_data_handle",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle EXECUTE = status("dnnl_primitive_execute", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  }

  /** Bound with the first product without a primitive. */
  private static final class Product {
    // transA transB m n k alpha A lda B ldb beta C ldc
    static final MethodHandle SGEMM = status("dnnl_sgemm", JAVA_BYTE, JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG,
        JAVA_FLOAT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_LONG, JAVA_LONG);
  }

  /** Bound with the first layout. */
  private static final class Layouts {
    static final MethodHandle BYTES = function("dnnl_memory_desc_get_size",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    static final MethodHandle OF_ARGUMENT = function("dnnl_primitive_desc_query_md",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
  }

  /** A function that returns a status, called as rarely as objects are made; {@code what} stands in the error. */
  static void call(Object what, RareFunction function, Object... arguments) {
    useOneThread();
    check(what, function.call(arguments));
  }

  /** The same for a function that stores the handle of a new object through its first argument. */
  static long create(Object what, RareFunction function, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(JAVA_LONG);
      Object[] all = new Object[arguments.length + 1];
      all[0] = handle;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      call(what, function, all);
      ALIVE.increment();
      return handle.get(JAVA_LONG, 0);
    }
  }

  /** Releases what {@link #create} made. */
  static void destroy(Object what, RareFunction function, long handle) {
    call(what, function, handle);
    ALIVE.decrement();
  }

  /** How many objects have been made and not released. */
  static long alive() {
    return ALIVE.sum();
  }

  /** One for the process. */
  static long engine() {
    return Engine.HANDLE;
  }

  static long createStream() {
    return create("a stream", STREAM_CREATE, engine(), DEFAULT_STREAM);
  }

  static int effectiveInstructionSet() {
    return new RareFunction("dnnl_get_effective_cpu_isa").call();
  }

  /** The size of what a layout descriptor describes. */
  static long bytes(long layout) {
    try {
      return (long) Layouts.BYTES.invokeExact(layout);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_memory_desc_get_size", e);
    }
  }

  static boolean sameLayouts(long first, long second) {
    return LAYOUT_EQUAL.call(first, second) != 0;
  }

  /** The layout descriptor of an argument; it belongs to the primitive descriptor. */
  static long layout(long descriptor, int argument) {
    try {
      return (long) Layouts.OF_ARGUMENT.invokeExact(descriptor, EXECUTION_ARGUMENT, argument);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_primitive_desc_query_md", e);
    }
  }

  /** The team of the calling thread: per thread, since OpenMP keeps it per thread. */
  private static void useOneThread() {
    try {
      SET_THREADS.invokeExact(1);
    } catch (Throwable e) {
      throw new LinkageError("omp_set_num_threads", e);
    }
  }

  static void setAddress(long memory, long address) {
    int status;
    try {
      status = (int) Execution.SET_DATA.invokeExact(memory, address);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_memory_set_data_handle", e);
    }
    check("an argument", status);
  }

  /** Returns when all is done: on a processor streams are synchronous, except with a thread pool. */
  static void execute(Object what, long primitive, long stream, int count, long arguments) {
    useOneThread();
    int status;
    try {
      status = (int) Execution.EXECUTE.invokeExact(primitive, stream, count, arguments);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_primitive_execute", e);
    }
    check(what, status);
  }

  static void sgemm(boolean transA, boolean transB, int m, int n, int k, float alpha, long a, int lda, long b, int ldb,
      float beta, long c, int ldc) {
    useOneThread();
    int status;
    try {
      status = (int) Product.SGEMM.invokeExact((byte) (transA ? 'T' : 'N'), (byte) (transB ? 'T' : 'N'), (long) m,
          (long) n,
          (long) k, alpha, a, (long) lda, b, (long) ldb, beta, c, (long) ldc);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_sgemm", e);
    }
    check("sgemm", status);
  }

  private static void check(Object what, int status) {
    switch (status) {
      case 0 -> {
      }
      case 1 -> throw new OutOfMemoryError("oneDNN: " + what);
      case 2 -> throw new IllegalArgumentException("oneDNN refuses " + what + ": invalid arguments");
      case 3, 4 -> throw new UnsupportedOperationException("oneDNN has no implementation of " + what);
      case 5 -> throw new IllegalStateException("oneDNN: " + what + ": run-time error");
      default -> throw new IllegalStateException("oneDNN: " + what + ": status " + status);
    }
  }

  private static MethodHandle status(String name, MemoryLayout... arguments) {
    return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle leaf(String name, FunctionDescriptor descriptor) {
    return function(name, descriptor, Linker.Option.critical(false));
  }

  @SuppressWarnings("restricted")
  static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), descriptor, options);
  }
}
