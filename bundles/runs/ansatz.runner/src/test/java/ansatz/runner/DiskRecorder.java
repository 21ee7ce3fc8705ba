package ansatz.runner;

import ansatz.experiment.Disk;
import ansatz.experiment.RunStore.Checkpoint;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records every write, force, rename and commit of a run, and replays prefixes of them onto a folder as a machine would
 * find it that lost power there: content that was not forced is gone, names that were not forced are the old ones.
 */
final class DiskRecorder {
  /** One recorded operation. */
  sealed interface Event {}

  record Write(Path file, byte[] content) implements Event {}

  record Force(Path file) implements Event {}

  record Rename(Path from, Path to) implements Event {}

  record MakeFolder(Path folder) implements Event {}

  record ForceFolder(Path folder) implements Event {}

  record Delete(Path file) implements Event {}

  /** A transaction of the store, with the checkpoint it acknowledged or null, and a copy of the database after it. */
  record Commit(Checkpoint checkpoint, byte[] database) implements Event {}

  final List<Event> events = new ArrayList<>();

  /** A disk that writes through and remembers. */
  Disk disk() {
    return new Disk() {
      @Override
      public void write(Path file, byte[] content) throws IOException {
        Disk.SYSTEM.write(file, content);
        events.add(new Write(file, content.clone()));
      }

      @Override
      public void force(Path file) throws IOException {
        Disk.SYSTEM.force(file);
        events.add(new Force(file));
      }

      @Override
      public void rename(Path from, Path to) throws IOException {
        Disk.SYSTEM.rename(from, to);
        events.add(new Rename(from, to));
      }

      @Override
      public void makeFolder(Path folder) throws IOException {
        Disk.SYSTEM.makeFolder(folder);
        events.add(new MakeFolder(folder));
      }

      @Override
      public void forceFolder(Path folder) throws IOException {
        Disk.SYSTEM.forceFolder(folder);
        events.add(new ForceFolder(folder));
      }

      @Override
      public byte[] read(Path file) throws IOException {
        return Disk.SYSTEM.read(file);
      }

      @Override
      public void delete(Path file) throws IOException {
        Disk.SYSTEM.delete(file);
        events.add(new Delete(file));
      }
    };
  }

  /** A store whose every transaction is remembered with the database as it then is. */
  <S> S commits(Class<S> type, S store, Path database) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
      try {
        Object result = method.invoke(store, arguments);
        switch (method.getName()) {
          case "create", "acknowledge", "update", "forget", "refused" -> events.add(new Commit(null, copy(database)));
          case "checkpoint" -> events.add(new Commit((Checkpoint) arguments[1], copy(database)));
          default -> {
          }
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }));
  }

  private static byte[] copy(Path database) throws IOException {
    Path copy = Files.createTempDirectory("copy").resolve("copy.sqlite");
    try (java.sql.Connection connection = new org.sqlite.SQLiteDataSource() {
      {
        setUrl("jdbc:sqlite:" + database);
      }
    }.getConnection(); java.sql.Statement statement = connection.createStatement()) {
      statement.execute("VACUUM INTO '" + copy + "'");
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
    return Files.readAllBytes(copy);
  }

  /** What is on the disk for certain after the first n events: file content by path. */
  Map<Path, byte[]> durable(int n) {
    Map<Path, byte[]> cached = new HashMap<>();
    Map<Path, byte[]> forced = new HashMap<>();
    Map<Path, byte[]> names = new HashMap<>();
    Set<Path> fleeting = new HashSet<>();
    for (Event event : events.subList(0, n)) {
      switch (event) {
        case Write w -> {
          cached.put(w.file, w.content);
          forced.put(w.file, new byte[0]);
        }
        case Force f -> forced.put(f.file, cached.get(f.file));
        case Rename r -> {
          cached.put(r.to, cached.remove(r.from));
          forced.put(r.to, forced.remove(r.from));
        }
        case Delete d -> {
          cached.remove(d.file);
          forced.remove(d.file);
        }
        case MakeFolder m -> fleeting.add(m.folder);
        case ForceFolder f -> {
          fleeting.removeIf(made -> made.getParent().equals(f.folder));
          names.keySet().removeIf(p -> p.getParent().equals(f.folder) && !forced.containsKey(p));
          forced.forEach((p, content) -> {
            if (p.getParent().equals(f.folder)) {
              names.put(p, content);
            }
          });
        }
        case Commit _ -> {
        }
      }
    }
    names.keySet().removeIf(p -> fleeting.stream().anyMatch(p::startsWith));
    return names;
  }
}
