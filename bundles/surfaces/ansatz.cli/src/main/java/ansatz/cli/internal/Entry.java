package ansatz.cli.internal;

import ansatz.cli.Commands;
import ansatz.cli.Subcommand;
import ansatz.cli.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;

/** Where the launcher enters; also the service {@link Commands}. */
@Component(service = {ToIntFunction.class, Commands.class}, property = "ansatz.main=cli")
public final class Entry implements ToIntFunction<String[]>, Commands {
  private final List<ComponentServiceObjects<Subcommand>> subcommands = new CopyOnWriteArrayList<>();
  private final CommandTree tree;

  @Activate
  public Entry(BundleContext context) {
    tree = new CommandTree(this::fresh, new Framework(context));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
      scope = ReferenceScope.PROTOTYPE_REQUIRED)
  void bindSubcommand(ComponentServiceObjects<Subcommand> subcommand) {
    subcommands.add(subcommand);
  }

  void unbindSubcommand(ComponentServiceObjects<Subcommand> subcommand) {
    subcommands.remove(subcommand);
  }

  private List<Subcommand> fresh() {
    List<Subcommand> all = new ArrayList<>();
    for (ComponentServiceObjects<Subcommand> each : subcommands) {
      all.add(each.getService());
    }
    return all;
  }

  @Override
  public int applyAsInt(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    // What parts print must not come between the lines of an answer, which may be one JSON document.
    System.setOut(System.err);
    try {
      return tree.execute(out, err, Terminals.current(), arguments);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  @Override
  public int execute(PrintStream out, PrintStream err, Terminal terminal, String... arguments) {
    return tree.execute(out, err, terminal, arguments);
  }

  @Override
  public SortedMap<String, String> names() {
    return tree.names();
  }

  @Override
  public List<String> complete(List<String> words) {
    return tree.complete(words);
  }
}
