package ansatz.runner.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ansatz.bundles.LiveBundles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bundles of which every version is there. */
final class FakeBundles implements LiveBundles {
  final List<String> unloaded = new CopyOnWriteArrayList<>();
  final List<String> provided = new CopyOnWriteArrayList<>();
  boolean promoted = true;
  /** What new work takes. */
  String inForce = "zoo@1.0.1";
  Error provision;
  Error boot;
  /** What loading waits for. */
  CompletableFuture<?> loading = CompletableFuture.completedFuture(null);
  /** What an unload waits for. */
  CompletableFuture<?> proof = CompletableFuture.completedFuture(null);

  @Override
  public boolean standing(long bundle) {
    return true;
  }

  @Override
  public long provide(String kind, String part, String version) {
    provided.add(part + "@" + version);
    if (provision != null) {
      throw provision;
    }
    loading.join();
    return 7;
  }

  @Override
  public long load(String name, String version) {
    throw new AssertionError("a control loads nothing");
  }

  @Override
  public String locate(String kind, String part, String version) {
    assertEquals(Runnable.class.getName(), kind);
    return version == null ? inForce : "zoo@" + version;
  }

  @Override
  public boolean promoted(String name, String version) {
    return promoted;
  }

  @Override
  public Map<String, Object> bootSet(List<String> labels) {
    if (boot != null) {
      throw boot;
    }
    return Map.of();
  }

  @Override
  public List<Loaded> loaded() {
    return provided.isEmpty() ? List.of() : List.of(new Loaded(7, "zoo", "1.0.1", "", false));
  }

  @Override
  public Unloaded unload(String name, String version, List<String> holders) {
    unloaded.add(name + "@" + version);
    proof.join();
    return new Unloaded(name + "@" + version, true, true, 12, "");
  }
}
