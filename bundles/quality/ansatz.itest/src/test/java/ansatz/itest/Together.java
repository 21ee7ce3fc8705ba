package ansatz.itest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Commands in processes of their own, two at a time. */
final class Together {
  private static final int PROCESSES = 2;

  private Together() {}

  /** A command and what came of it. */
  record Answer(List<String> words, Workbench.Result result) {}

  /** The answers in the order of the commands. */
  static List<Answer> ask(Workbench bench, Collection<List<String>> commands)
      throws InterruptedException, ExecutionException {
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<Answer>> futures = new ArrayList<>();
      for (List<String> words : commands) {
        futures.add(pool.submit(() -> new Answer(words, bench.ansatz(words.toArray(String[]::new)))));
      }
      for (Future<Answer> future : futures) {
        answers.add(future.get());
      }
    }
    return answers;
  }
}
