package ansatz.shell.java.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** How JShell runs what it compiles: here, so that the workbench's classes are those of its bundles. */
final class InThisProcess implements ExecutionControlProvider {
  private final ClassLoader bundles;

  InThisProcess(ClassLoader bundles) {
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "workbench";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
    return new DirectExecutionControl(new Loader(bundles)) {
      @Override
      protected String invoke(Method snippet) throws Exception {
        Object value = snippet.invoke(null);
        try {
          return value == null ? "" : ValueText.of(value);
        } catch (RuntimeException | Error e) { // else JShell would take it for a fault of its own and say nothing
          throw new InvocationTargetException(e);
        }
      }
    };
  }

  /** Classes as they are compiled. */
  private static final class Loader extends ClassLoader implements LoaderDelegate {
    Loader(ClassLoader bundles) {
      super("java", bundles);
    }

    @Override
    public void load(ClassBytecodes[] compiled) throws ClassInstallException {
      boolean[] loaded = new boolean[compiled.length];
      try {
        for (int i = 0; i < compiled.length; i++) {
          byte[] code = compiled[i].bytecodes();
          defineClass(compiled[i].name(), code, 0, code.length);
          loaded[i] = true;
        }
        for (ClassBytecodes each : compiled) {
          Class.forName(each.name(), true, this);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ClassInstallException(String.valueOf(e.getMessage()), loaded);
      }
    }

    /** Of what has been loaded. */
    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        throw new ClassNotFoundException(name);
      }
      return loaded;
    }

    /** Only where a debugger redefines them. */
    @Override
    public void classesRedefined(ClassBytecodes[] redefined) {}

    /** The class path is the bundles'. */
    @Override
    public void addToClasspath(String path) {
      throw new UnsupportedOperationException("the class path is what the workbench's bundles export");
    }
  }
}
