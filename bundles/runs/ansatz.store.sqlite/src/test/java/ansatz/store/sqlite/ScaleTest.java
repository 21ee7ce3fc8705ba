package ansatz.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.Home;
import ansatz.store.sqlite.internal.Database;
import ansatz.store.sqlite.internal.Schema;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home of years: 10,000 runs of 50 points. */
final class ScaleTest {
  private static final int RUNS = 10_000;

  /** Limits are in time of the processor, since others may be busy beside the test. */
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  @TempDir
  Path home;

  @Test
  void tenThousandRunsAreListedInThreeTenthsOfASecond() {
    fill();
    try (SqliteRunStore store = new SqliteRunStore(new Home(home))) {
      double[] list = new double[7];
      double[] compare = new double[7];
      double[] busy = new double[7];
      for (int i = 0; i < list.length; i++) {
        long busySince = THREAD.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        assertEquals(RUNS, store.list().size());
        list[i] = (System.nanoTime() - start) / 1e6;
        busy[i] = (THREAD.getCurrentThreadCpuTime() - busySince) / 1e6;
        start = System.nanoTime();
        for (int run = 100; run < 150; run++) {
          assertEquals(50, store.points("r-" + run).size());
        }
        compare[i] = (System.nanoTime() - start) / 1e6;
      }
      double[] acknowledge = new double[200];
      for (int i = 0; i < acknowledge.length; i++) {
        long start = System.nanoTime();
        store.acknowledge("r-5", Child.progress(i + 1));
        acknowledge[i] = (System.nanoTime() - start) / 1e6;
      }
      System.out.printf("first list %.1f ms; ", list[0]);
      Arrays.sort(list);
      Arrays.sort(compare);
      Arrays.sort(acknowledge);
      System.out.printf("list %.1f ms, points of 50 runs %.1f ms, acknowledge %.2f ms (99th percentile %.2f)%n",
          list[3],
          compare[3], acknowledge[100], acknowledge[198]);
      Arrays.sort(busy);
      assertTrue(busy[0] < 300, "listing takes " + busy[0] + " ms of a processor");
      assertTrue(compare[0] < 1000, "comparing takes " + compare[0] + " ms");
    }
  }

  private void fill() {
    try (Database database = new Database(new Home(home), Schema.CURRENT, 1000)) {
      database.write(link -> link.update(
          """
              WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
              INSERT INTO runs SELECT i, 'r-' || i, 'otter-' || i, 'e', 's', 'FINISHED', 50, 50,
                strftime('%Y-%m-%dT%H:%M:%S.000000000Z', i * 3600, 'unixepoch'), null, 1.0, 4607182418800017408, 'd', 'rmse 1', ''
              FROM n""",
          RUNS));
      database.write(link -> link.update("""
          WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 50)
          INSERT INTO points SELECT key, i, 'ridge/fold-1', 'rmse', 1.0, 4607182418800017408 FROM s, runs"""));
    }
  }
}
