package ansatz.runner.control.internal;

import ansatz.bundles.LiveBundles.Unloaded;
import ansatz.experiment.ConfigException;
import ansatz.experiment.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A version of a bundle is to leave the process: between two steps it is seen that nobody holds it, then it goes. */
final class UnloadRequest implements PendingRequest.Task {
  private final String label;
  private final Unloading unloading;
  private boolean begun;

  /** @param label {@code name@version} */
  UnloadRequest(String label, Unloading unloading) {
    if (label.lastIndexOf('@') < 1) {
      throw new ConfigException("'" + label + "' is not name@version");
    }
    this.label = label;
    this.unloading = unloading;
  }

  @Override
  public String what() {
    return "retire " + label;
  }

  @Override
  public Optional<Map<String, Object>> at(StepBoundary boundary, PendingRequest request) {
    if (begun) {
      return Optional.empty();
    }
    List<String> holders = new ArrayList<>(SlotHolders.of(boundary, label));
    holders.addAll(unloading.wanted(label));
    if (!holders.isEmpty()) {
      throw new RefusedException(label + " is held by run " + boundary.row().name() + ": " + String.join(", ", holders)
          + " — swap these slots or wait for the run's end");
    }
    begun = true;
    unloading.begin(label, (proof, problem) -> {
      if (problem != null) {
        request.fail(problem);
      } else {
        request.answer(tree(proof));
      }
    });
    return Optional.empty();
  }

  private Map<String, Object> tree(Unloaded proof) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("wasLoaded", proof.wasLoaded());
    tree.put("gone", proof.gone());
    tree.put("millis", proof.millis());
    tree.put("holder", proof.holder());
    tree.put("label", label);
    tree.put("pid", ProcessHandle.current().pid());
    return tree;
  }
}
