package ansatz.bundles.library.internal;

import ansatz.bundles.ContentDigest;
import ansatz.control.ControlClient;
import ansatz.experiment.Home;
import ansatz.experiment.LedgerEntry;
import ansatz.experiment.RefusedException;
import ansatz.experiment.RunException;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner;
import ansatz.experiment.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What the library asks of others: of the runs, of their processes, of its own process. */
interface LibraryEnvironment {
  /** All runs, with those that crashed told from those that go on. */
  List<RunRow> runs();

  List<Usage> usage(String bundle, String version);

  /** Which code did which steps of a run. */
  List<LedgerEntry> ledger(RunRow run);

  /** Asks the process of a run. @throws RefusedException when it refuses, or when nobody answers */
  Map<String, Object> ask(RunRow run, Map<String, Object> question);

  /** The file of every bundle of this process, the framework and the launcher included, by {@code name@version}. */
  Map<String, Path> launched();

  /** Those of this framework; runner and store are looked for when they are needed, for they come after the library. */
  static LibraryEnvironment of(BundleContext context, Home home, Distribution distribution) {
    return new LibraryEnvironment() {
      private static final Duration ANSWER = Duration.ofMinutes(2);

      @Override
      public List<RunRow> runs() {
        return service(Runner.class).list();
      }

      @Override
      public List<Usage> usage(String bundle, String version) {
        return service(RunStore.class).usage(bundle, version);
      }

      @Override
      public List<LedgerEntry> ledger(RunRow run) {
        return service(RunStore.class).ledger(run.id());
      }

      @Override
      public Map<String, Object> ask(RunRow run, Map<String, Object> question) {
        return ControlClient.ask(home.run(run.id()), question, ANSWER);
      }

      @Override
      public Map<String, Path> launched() {
        Map<String, Path> files = new TreeMap<>();
        try {
          for (Bundle bundle : context.getBundles()) {
            files.put(bundle.getSymbolicName() + "@" + bundle.getVersion(), ContentDigest.file(bundle));
          }
          BundleFile launcher = JarCheck.read(distribution.launcher(), "");
          files.put(launcher.label(), launcher.file());
        } catch (IOException e) {
          throw new RunException("the bundles of this process cannot be read: " + e.getMessage(), e);
        }
        return files;
      }

      /** Commands of the library start the platform only; what is asked for may wait for a part. */
      private void startRest() {
        try {
          for (ServiceReference<Runnable> rest : context.getServiceReferences(Runnable.class, "(ansatz.main=rest)")) {
            context.getService(rest).run();
          }
        } catch (InvalidSyntaxException e) {
          throw new IllegalStateException("a filter that is a constant", e);
        }
      }

      private <S> S service(Class<S> type) {
        ServiceReference<S> reference = context.getServiceReference(type);
        if (reference == null) {
          startRest();
          reference = context.getServiceReference(type);
        }
        S service = reference == null ? null : context.getService(reference);
        if (service == null) {
          throw new RefusedException(
              "no bundle offers " + type.getSimpleName() + " — ansatz doctor tells what is wrong");
        }
        return service;
      }
    };
  }
}
