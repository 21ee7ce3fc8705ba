package ansatz.backend.jvm.internal.plan;

import ansatz.tensor.Values;

/** Where an array lies while an executable runs. */
public sealed interface Place {
  /** In the memory of an input. */
  record Input(int number) implements Place {}

  /** In the memory of an output, which may be a donated input's. */
  record Output(int number) implements Place {}

  /** In the executable's workspace, at an offset in bytes. */
  record Workspace(long offset) implements Place {}

  /** Kept with the executable. */
  record Kept(Values values) implements Place {}
}
