package ansatz.runner;

import ansatz.bundles.BundleLibrary;
import ansatz.bundles.DigestCache;
import ansatz.bundles.LiveBundles;
import ansatz.data.ArrayFormat;
import ansatz.experiment.ConfigException;
import ansatz.experiment.Disk;
import ansatz.experiment.Experiment;
import ansatz.experiment.Home;
import ansatz.experiment.Machine;
import ansatz.experiment.Offer;
import ansatz.experiment.Plan;
import ansatz.experiment.Procedure;
import ansatz.experiment.RefusedException;
import ansatz.experiment.Registry;
import ansatz.experiment.Replacement;
import ansatz.experiment.ReportWriter;
import ansatz.experiment.RunFolder;
import ansatz.experiment.RunRow;
import ansatz.experiment.RunState;
import ansatz.experiment.RunStore;
import ansatz.experiment.Runner;
import ansatz.experiment.Trees;
import ansatz.experiment.Work;
import ansatz.learn.ParamException;
import ansatz.learn.Suggestion;
import ansatz.runner.checkpoint.internal.Checkpoints;
import ansatz.runner.checkpoint.internal.SnapshotSlots;
import ansatz.runner.config.internal.ExperimentReader;
import ansatz.runner.config.internal.Overrides;
import ansatz.runner.config.internal.Yaml;
import ansatz.runner.home.internal.LaunchedDistribution;
import ansatz.runner.home.internal.OrphanedFolders;
import ansatz.runner.home.internal.PetName;
import ansatz.runner.home.internal.RunLock;
import ansatz.runner.home.internal.RunLockFile;
import ansatz.runner.parts.internal.ServiceRegistry;
import ansatz.runner.steps.internal.RunLoop;
import ansatz.runner.steps.internal.SwapSchedule;
import ansatz.runner.supervision.internal.Restart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Executes experiments in this process. */
@Component(service = Runner.class)
public final class LocalRunner implements Runner {
  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private final Registry registry;
  private final RunStore store;
  private final ArrayFormat format;
  private final Home home;
  private final Disk disk;
  private final Runnable close;
  private final Supplier<Optional<LaunchedDistribution>> distribution;

  /** The versions of bundles in this process; null where none are kept. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile LiveBundles live;

  /** Keeps what a run was started with; null where nothing is kept. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile BundleLibrary library;

  @Activate
  public LocalRunner(BundleContext context, @Reference RunStore store,
      @Reference(target = "(ansatz.name=safetensors)") ArrayFormat format) {
    DigestCache digests = new DigestCache(Home.current().folder().resolve("digests.json"), Disk.SYSTEM);
    ServiceRegistry services = new ServiceRegistry(context, digests, this::live);
    this.registry = services;
    this.close = services::close;
    this.distribution = () -> live().map(parts -> new LaunchedDistribution(context, parts, digests));
    this.store = store;
    this.format = format;
    this.home = Home.current();
    this.disk = Disk.SYSTEM;
  }

  /** A runner without a framework. */
  public LocalRunner(Registry registry, RunStore store, ArrayFormat format, Home home, Disk disk) {
    this.registry = registry;
    this.store = store;
    this.format = format;
    this.home = home;
    this.disk = disk;
    this.close = () -> {
    };
    this.distribution = Optional::empty;
  }

  @Deactivate
  void deactivate() {
    close.run();
  }

  private Optional<LiveBundles> live() {
    return Optional.ofNullable(live);
  }

  @Override
  public Experiment prepare(Path file, List<String> overrides) {
    Map<String, Object> tree = ExperimentReader.read(file);
    Overrides.apply(tree, overrides, () -> procedure(tree).service().schema(registry));
    ExperimentReader.anchor(tree, Path.of("").toAbsolutePath());
    tree.putIfAbsent("name", file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
    try {
      Offer<Procedure> procedure = procedure(tree);
      Map<String, Object> resolved = procedure.service().check(tree, registry);
      return new Experiment((String) resolved.get("name"), ((Number) resolved.get("seed")).longValue(),
          procedure.name(), resolved);
    } catch (ConfigException e) {
      boolean general = e.getCause() instanceof ParamException p && p.rule().matches("unknown key|is required");
      throw general ? new ConfigException(file + ": " + e.getMessage(), e) : e;
    }
  }

  private Offer<Procedure> procedure(Map<String, Object> tree) {
    List<Offer<Procedure>> offers = registry.offers(Procedure.class);
    List<Offer<Procedure>> named = offers.stream().filter(o -> tree.containsKey(o.name())).toList();
    if (named.size() > 1) {
      throw new ConfigException("an experiment has one of the sections " + named.stream().map(Offer::name).toList()
          + ", not several — split the file");
    }
    if (named.isEmpty() && offers.size() != 1) {
      throw new ConfigException("an experiment needs one of the sections " + offers.stream().map(Offer::name).toList());
    }
    return named.isEmpty() ? offers.getFirst() : named.getFirst();
  }

  @Override
  public RunRow run(Experiment experiment, Path source, List<String> overrides, Watcher watcher) {
    return run(experiment, source, overrides, List.of(), watcher);
  }

  @Override
  public RunRow run(Experiment experiment, Path source, List<String> overrides, List<Replacement.Planned> plan,
      Watcher watcher) {
    Work work = open(experiment);
    try (work) {
      work.prepare();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      SecureRandom random = new SecureRandom();
      String id = "r-" + ID.format(now) + "-" + String.format(Locale.ROOT, "%04x", random.nextInt(1 << 16));
      String name = PetName.pick(random, n -> store.find(n).isPresent());
      byte[] config = Yaml.bytes(experiment.tree());
      RunRow row = new RunRow(id, name, experiment.name(), source.toString(), RunState.RUNNING, 0, work.total(), now,
          null, 0, Trees.sha256(config), "", "");
      OrphanedFolders.sweep(home, store);
      keepLaunched();
      RunFolder folder = new RunFolder(home.run(id), disk);
      folder.create();
      try (RunLock _ = RunLock.acquire(folder.path())
          .orElseThrow(() -> new RefusedException("run " + name + " is locked"))) {
        folder.write("owner.json", Trees.json(Machine.process()));
        folder.write(RunFolder.CONFIG, config);
        folder.write("overrides.txt", String.join("\n", overrides).getBytes(StandardCharsets.UTF_8));
        folder.write(RunFolder.LOCK,
            Trees.json(RunLockFile.tree(row, experiment, work, registry, distribution.get())));
        if (!plan.isEmpty()) {
          folder.write(RunFolder.PLAN, Plan.json(plan));
        }
        store.create(row);
        SwapSchedule schedule = new SwapSchedule(List.of(), plan, Optional.empty(), 0, () -> {
        });
        return loop(row, experiment, work, folder, schedule, watcher).execute(Optional.empty());
      }
    }
  }

  @Override
  public RunRow resume(String reference, Watcher watcher) {
    RunRow found = find(reference);
    RunFolder folder = new RunFolder(home.run(found.id()), disk);
    requireUnfinished(found);
    if (!folder.exists()) {
      throw new RefusedException("run " + found.name() + " cannot be resumed: its folder " + folder.path()
          + " is gone — put it back, or start another: ansatz run");
    }
    try (RunLock _ = RunLock.acquire(folder.path()).orElseThrow(() -> new RefusedException("run " + found.name()
        + " is running" + owner(folder) + " — stop it there (Ctrl-C), or wait"))) {
      // What was read before the lock may have been overtaken by the process that held it.
      RunRow row = store.find(found.id()).orElseThrow();
      requireUnfinished(row);
      Experiment experiment = experiment(row, folder);
      Optional<Checkpoints.Loaded> checkpoint = new Checkpoints(row.id(), folder.path(), store, disk, format)
          .load(watcher::notice);
      try (Work work = open(experiment, checkpoint)) {
        keepLaunched();
        folder.write("owner.json", Trees.json(Machine.process()));
        RunLockFile.resumed(folder, row, work, registry).forEach(watcher::notice);
        RunRow running = row.in(RunState.RUNNING, "");
        store.update(running);
        SwapSchedule schedule = new SwapSchedule(store.swaps(row.id()), plan(folder), Restart.read(folder.path(), disk),
            row.step(),
            () -> Restart.clear(folder.path(), disk));
        return loop(running, experiment, work, folder, schedule, watcher).execute(checkpoint);
      }
    }
  }

  private static List<Replacement.Planned> plan(RunFolder folder) {
    return folder.has(RunFolder.PLAN) ? Plan.read(folder.path().resolve(RunFolder.PLAN)) : List.of();
  }

  private static void requireUnfinished(RunRow row) {
    if (row.state() == RunState.FINISHED) {
      throw new RefusedException("run " + row.name() + " is finished — see it: ansatz show " + row.name());
    }
  }

  private RunLoop loop(RunRow row, Experiment experiment, Work work, RunFolder folder, SwapSchedule schedule,
      Watcher watcher) {
    List<ReportWriter> reports = Boolean.FALSE.equals(experiment.tree().get("report"))
        ? List.of()
        : registry.offers(ReportWriter.class).stream().map(Offer::service).toList();
    return new RunLoop(row, experiment, work, folder,
        new RunLoop.Services(store, disk, format, registry, this::live, reports), schedule, watcher);
  }

  /** What is running now can be had again, whatever is installed or built later. */
  private void keepLaunched() {
    BundleLibrary keeps = library;
    if (keeps != null) {
      keeps.keepLaunched();
    }
  }

  private Work open(Experiment experiment) {
    return named(experiment).open(experiment, registry);
  }

  /** With the code that the checkpoint names. */
  private Work open(Experiment experiment, Optional<Checkpoints.Loaded> checkpoint) {
    return checkpoint.map(c -> SnapshotSlots.open(named(experiment), experiment, registry, c.snapshot().slots()))
        .orElseGet(() -> open(experiment));
  }

  private Procedure named(Experiment experiment) {
    return registry.offers(Procedure.class).stream().filter(o -> o.name().equals(experiment.procedure())).findFirst()
        .orElseThrow(() -> new ConfigException("no procedure '" + experiment.procedure() + "' is installed")).service();
  }

  private Experiment experiment(RunRow row, RunFolder folder) {
    try {
      byte[] config = folder.read(RunFolder.CONFIG);
      if (!Trees.sha256(config).equals(row.configDigest())) {
        throw new RefusedException(
            folder.path().resolve(RunFolder.CONFIG) + " has been changed since the run started; a run "
                + "goes on as it was — start another: ansatz run " + folder.path().resolve(RunFolder.CONFIG));
      }
      Map<String, Object> tree = ExperimentReader.read(folder.path().resolve(RunFolder.CONFIG));
      return new Experiment(row.experiment(), ((Number) tree.get("seed")).longValue(), procedure(tree).name(), tree);
    } catch (IOException e) {
      throw new RefusedException("run " + row.name() + " cannot be resumed: " + e.getMessage());
    }
  }

  private static String owner(RunFolder folder) {
    try {
      Map<String, Object> owner = Trees.fromJson(folder.read("owner.json"));
      return " in process " + owner.get("pid") + " on " + owner.get("host");
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public RunRow find(String reference) {
    if (reference.matches("@last\\d{0,9}")) {
      List<RunRow> rows = list();
      int back = reference.equals("@last") ? 1 : Integer.parseInt(reference.substring("@last".length()));
      if (back < 1 || back > rows.size()) {
        throw new ConfigException("no run " + reference + ": this home has " + rows.size() + " (ansatz runs)");
      }
      return rows.get(back - 1);
    }
    Optional<RunRow> row = store.find(reference);
    return row.map(this::withCrash).orElseThrow(() -> new ConfigException("no run '" + reference + "' — "
        + store.list().stream().findAny().map(_ -> hint(reference)).orElse("this home has none yet")
        + " (ansatz runs)"));
  }

  private String hint(String reference) {
    List<String> names = new ArrayList<>();
    store.list().forEach(r -> names.addAll(List.of(r.name(), r.id())));
    return Suggestion.nearest(reference, names).map(n -> "did you mean '" + n + "'?").orElse("see the list");
  }

  @Override
  public List<RunRow> list() {
    return store.list().stream().map(this::withCrash).toList();
  }

  private RunRow withCrash(RunRow row) {
    if (row.state() != RunState.RUNNING || RunLock.held(home.run(row.id()))) {
      return row;
    }
    // Its process may have ended it in good order between the two looks.
    RunRow now = store.find(row.id()).orElse(row);
    return now.state() == RunState.RUNNING
        ? now.in(RunState.CRASHED, "its process vanished; resume: ansatz resume " + now.name())
        : now;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public Map<String, Object> schema() {
    List<Offer<Procedure>> offers = registry.offers(Procedure.class);
    if (offers.size() == 1) {
      return offers.getFirst().service().schema(registry);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("oneOf", offers.stream().map(o -> o.service().schema(registry)).toList());
    return schema;
  }
}
