package ansatz.fit;

import ansatz.experiment.RefusedException;
import ansatz.experiment.Source;
import ansatz.learn.Estimator;
import ansatz.learn.State;

/** How the state of an estimator gets from one version of it to another: as it is, or migrated by the one that can. */
final class StateMigration {
  private StateMigration() {}

  /**
   * The state in the layout of the candidate; a newer version knows the older ones' layouts, so that the candidate
   * migrates when it is newer, and the incumbent when the candidate is older.
   *
   * @throws RefusedException saying which schema cannot become which
   */
  static State carry(State state, Estimator incumbent, Source from, Estimator candidate, Source to, String slot) {
    int wanted = candidate.stateSchema();
    if (state.schema() == wanted) {
      return state;
    }
    State carried;
    try {
      carried = migrated(candidate, incumbent, state, wanted);
    } catch (RuntimeException e) {
      throw refused(state, from, wanted, to, slot, e.getMessage());
    }
    if (carried.schema() != wanted) {
      throw refused(state, from, wanted, to, slot, "it was given schema " + carried.schema());
    }
    return carried;
  }

  private static State migrated(Estimator candidate, Estimator incumbent, State state, int wanted) {
    try {
      return candidate.migrate(state, wanted);
    } catch (IllegalArgumentException e) {
      return incumbent.migrate(state, wanted);
    }
  }

  private static RefusedException refused(State state, Source from, int wanted, Source to, String slot, String reason) {
    return new RefusedException(slot + ": the state has schema " + state.schema() + " of " + from.label()
        + ", which cannot be turned into schema " + wanted + " of " + to.label() + " (" + reason
        + ") — it can begin with the next fold: --at fold");
  }
}
