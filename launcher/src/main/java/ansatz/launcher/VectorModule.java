package ansatz.launcher;

import java.lang.System.Logger.Level;

/**
 * The module {@code jdk.incubator.vector}. An option has the JVM resolve it at the start of every command, and say so on
 * standard error each time; here it is resolved when parts start, which is what the JDK does with modules of its own that
 * are needed late.
 */
final class VectorModule {
  static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Resolves it; without it, as in a Java that is not a full JDK, backends compute one number at a time. */
  static void load() {
    try {
      Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class).invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      System.getLogger(VectorModule.class.getName()).log(Level.DEBUG, NAME + " cannot be resolved", e);
    }
  }
}
