package ansatz.bench;

import ansatz.bench.ceiling.Ceilings;
import ansatz.bench.race.Race;
import ansatz.bench.race.Result;
import ansatz.bench.race.Setup;
import ansatz.bench.table.Markdown;
import ansatz.bench.table.Row;
import ansatz.tensor.DType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table of training speed beside the peers, in the markdown of the README or as JSON. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Trains each workload in turn with this project, libtorch and TensorFlow, and prints how they compare.")
public final class Bench implements Callable<Integer> {
  @Parameters(arity = "0..*", description = "Workloads; all of them by default.")
  private List<String> workloads = List.copyOf(Workloads.names());

  @Option(names = "--rounds", defaultValue = "7", description = "Turns of each setup (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--warmup", defaultValue = "5", description = "Seconds before the first turn (${DEFAULT-VALUE}).")
  private double warmup;

  @Option(names = "--seconds", defaultValue = "1.5", description = "Seconds of a turn (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--losses", defaultValue = "50", description = "Losses to compare with float64 (${DEFAULT-VALUE}).")
  private int losses;

  @Option(names = "--threads", description = "The larger number of threads; by default one a core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--setups", defaultValue = ".*",
      description = "Only setups whose name matches, such as 'ansatz.*|TensorFlow.*' (${DEFAULT-VALUE}).")
  private String setups;

  @Option(names = "--json", description = "Also writes the rows to this file.")
  private Path json;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Ceilings> ceilings = new ArrayList<>();
    for (int t = 1; t <= threads; t++) {
      ceilings.add(Ceilings.measure(t));
    }
    System.out.println(Markdown.ceilings(ceilings));
    List<Row> rows = new ArrayList<>();
    for (String name : workloads) {
      rows.add(row(name, ceilings));
    }
    System.out.println(Markdown.of(rows));
    if (json != null) {
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(),
          Map.of("ceilings", ceilings, "rows", rows));
    }
    return 0;
  }

  private Row row(String name, List<Ceilings> ceilings) throws IOException {
    Workload workload = Workloads.of(name, DType.F32);
    double[] exact = Race.exactLosses(name, Workloads.of(name, DType.F64), losses);
    List<Result> results = new Race(rounds, warmup, seconds).run(name, workload, losses, setups());
    results.forEach(result -> System.out.println(name + " " + result));
    return Row.of(name, workload.program().flops(), workload.bytes(), results, exact, ceilings);
  }

  private List<Setup> setups() {
    List<Setup> all = new ArrayList<>(List.of(Setup.ansatz(threads)));
    if (threads > 1) {
      all.add(Setup.ansatz(1));
    }
    all.addAll(Setup.peers(threads));
    return all.stream().filter(setup -> setup.toString().matches(setups)).toList();
  }
}
