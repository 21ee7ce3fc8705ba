package ansatz.backend.jvm.internal.routine;

/** A routine whose work is equal pieces, divided among its tasks. */
interface Divided extends Routine {
  Tasks division();

  @Override
  default int tasks() {
    return division().count();
  }

  @Override
  default double nanos() {
    return division().nanos();
  }
}
