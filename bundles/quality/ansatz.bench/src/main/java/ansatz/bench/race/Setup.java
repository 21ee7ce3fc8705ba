package ansatz.bench.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A library with the number of threads and the settings that its process starts with.
 *
 * @param library what is compared: several setups of one library compete for its best
 * @param variant what sets it apart from others of the library with as many threads
 * @param className the {@link Library}
 */
public record Setup(String library, String variant, int threads, String className, Map<String, String> environment,
    List<String> options) {
  public static final String OURS = "ansatz";
  public static final String LIBTORCH = "libtorch";
  public static final String TENSORFLOW = "TensorFlow";
  private static final String TORCH_CLASS = "ansatz.bench.torch.Torch";
  private static final String TENSORFLOW_CLASS = "ansatz.bench.tensorflow.TensorFlow";

  /** This project, with the options that its launcher gives to the JVM where {@code ansatz.bench.options} names them. */
  public static Setup ansatz(int threads) {
    return new Setup(OURS, "", threads, Ansatz.class.getName(), Map.of(),
        Stream.concat(Stream.ofNullable(System.getProperty("ansatz.bench.options")).map(file -> "@" + file),
            Stream.of("-Dansatz.jvm.threads=" + threads)).toList());
  }

  static Setup reference() {
    return new Setup("reference", "", 1, Reference.class.getName(), Map.of(), List.of());
  }

  /**
   * libtorch with its products by MKL, whose threads are then the same OpenMP threads as libtorch's.
   *
   * <p>Of two threads each is bound to a core: unbound, two threads that spin can fall onto one core.
   */
  public static Setup torchWithMkl(int threads) {
    Map<String, String> environment = openMp(threads);
    environment.put("MKL_THREADING_LAYER", "GNU");
    environment.put("MKL_NUM_THREADS", Integer.toString(threads));
    return new Setup(LIBTORCH, "MKL", threads, TORCH_CLASS, environment,
        List.of("-Dorg.bytedeco.openblas.load=mkl_rt"));
  }

  /** libtorch with its products by OpenBLAS on one thread: a second pool of threads would fight with libtorch's. */
  public static Setup torchWithOpenBlas(int threads) {
    Map<String, String> environment = openMp(threads);
    environment.put("OPENBLAS_NUM_THREADS", "1");
    return new Setup(LIBTORCH, "OpenBLAS", threads, TORCH_CLASS, environment, List.of());
  }

  /** TensorFlow that runs its operations on the caller's thread, and only cuts large ones into parts for more. */
  public static Setup tensorFlowOnCaller(int threads) {
    return tensorFlow("caller", threads, -1);
  }

  /** TensorFlow that runs independent operations side by side, on threads of its own. */
  public static Setup tensorFlowOnPool(int threads) {
    return tensorFlow("pool", threads, threads);
  }

  private static Setup tensorFlow(String variant, int threads, int interOp) {
    return new Setup(TENSORFLOW, variant, threads, TENSORFLOW_CLASS, allocator(), List.of("-Dinterop=" + interOp));
  }

  private static Map<String, String> openMp(int threads) {
    Map<String, String> environment = allocator();
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    if (threads > 1) {
      environment.put("OMP_PROC_BIND", "TRUE");
      environment.put("OMP_PLACES", "cores");
    }
    return environment;
  }

  /** The C library keeps large blocks instead of giving them back to the system after each step. */
  private static Map<String, String> allocator() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("MALLOC_MMAP_THRESHOLD_", "1073741824");
    environment.put("MALLOC_TRIM_THRESHOLD_", "1073741824");
    environment.put("MALLOC_TOP_PAD_", "67108864");
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    return environment;
  }

  /** The setups of all peers on one thread and on as many as given. */
  public static List<Setup> peers(int threads) {
    List<Setup> setups = new ArrayList<>();
    for (int t = 1; t <= threads; t += Math.max(1, threads - 1)) {
      setups.add(torchWithMkl(t));
      setups.add(torchWithOpenBlas(t));
      setups.add(tensorFlowOnCaller(t));
      if (t > 1) {
        setups.add(tensorFlowOnPool(t));
      }
    }
    return setups;
  }

  public boolean isOurs() {
    return library.equals(OURS);
  }

  @Override
  public String toString() {
    return library + (variant.isEmpty() ? "" : " " + variant) + " " + threads + "t";
  }
}
