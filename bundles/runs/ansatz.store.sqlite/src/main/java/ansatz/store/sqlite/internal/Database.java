package ansatz.store.sqlite.internal;

import ansatz.experiment.Home;
import ansatz.experiment.RunException;
import ansatz.store.sqlite.internal.Link.Access;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The database of a home: one connection that writes, under a lock, and as many that read as there are readers at once.
 * Opened by the first use. Any other process may do the same to the same file. Within a framework there is one, which
 * the services of this bundle share.
 */
@Component(service = Database.class)
public final class Database implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;

  private final Home home;
  private final Schema schema;
  private final int busyMillis;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedDeque<Link> readers = new ConcurrentLinkedDeque<>();
  private Link writer;
  private volatile Object identity;
  private volatile boolean closed;

  /** Of this process's home. */
  @Activate
  public Database() {
    this(Home.current());
  }

  public Database(Home home) {
    this(home, Schema.CURRENT, BUSY_MILLIS);
  }

  /** @param busyMillis how long to wait for another process's transaction */
  public Database(Home home, Schema schema, int busyMillis) {
    this.home = home;
    this.schema = schema;
    this.busyMillis = busyMillis;
  }

  public Home home() {
    return home;
  }

  /** Whether there is something to read. */
  public boolean exists() {
    return Files.exists(home.database());
  }

  /** Reads whole transactions; never waits for a writer. */
  public <T> T read(Task<T> task) {
    Link link = null;
    try {
      link = reader();
      T result = task.run(link);
      if (link.access() == Access.SHARED) {
        readers.addFirst(link);
        link = null;
      }
      return result;
    } catch (SQLException e) {
      throw Failure.of(e, home);
    } finally {
      quietlyClose(link);
      if (closed) {
        closeReaders();
      }
    }
  }

  /** One transaction: durable when this returns, undone when this throws. */
  public <T> T write(Task<T> task) {
    open();
    writing.lock();
    boolean committed = false;
    try {
      requireSameFile();
      if (writer == null) {
        writer = Link.open(home.database(), busyMillis);
      }
      // Immediate, since a reading transaction that turns into a writing one fails as soon as another has written.
      writer.script("BEGIN IMMEDIATE");
      schema.requireCurrent(writer, home);
      T result = task.run(writer);
      writer.script("COMMIT");
      committed = true;
      return result;
    } catch (SQLException e) {
      throw Failure.of(e, home);
    } finally {
      if (!committed || closed) {
        // Whatever went wrong, a new connection starts from what is on disk.
        quietlyClose(writer);
        writer = null;
      }
      writing.unlock();
    }
  }

  /** What SQLite finds wrong with the file; empty when it is sound. */
  public List<String> defects() {
    return read(link -> {
      List<String> found = new ArrayList<>(link.query("PRAGMA quick_check(10)", row -> row.getString(1)));
      found.remove("ok");
      String mode = link.value("PRAGMA journal_mode");
      if (!"wal".equals(mode)) {
        found.add("journal mode is " + mode + ", not wal");
      }
      return found;
    });
  }

  private Link reader() throws SQLException {
    open();
    Link link = readers.pollFirst();
    return link == null ? openReader(opened -> opened.value("PRAGMA user_version")) : link;
  }

  /** Opens a connection and does something with it that reads the file; then it may only read. */
  private Link openReader(Task<?> first) throws SQLException {
    SQLException failure = null;
    for (Access access : Access.values()) {
      if (failure != null && !isPossible(access)) {
        break;
      }
      Link link = null;
      try {
        link = Link.open(home.database(), busyMillis, access);
        first.run(link);
        link.script("PRAGMA query_only = ON");
        Link opened = link;
        link = null;
        return opened;
      } catch (SQLException e) {
        failure = failure == null ? e : failure;
        if (!Failure.isOfDisk(e)) {
          break;
        }
      } finally {
        quietlyClose(link);
      }
    }
    throw failure;
  }

  /** While any process shares the database, its shared memory is there; what is in the log is not yet in the database. */
  private boolean isPossible(Access access) {
    File file = home.database().toFile();
    return file.length() > 0 && new File(file + "-shm").length() == 0
        && (access == Access.ALONE || new File(file + "-wal").length() == 0);
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("the store of " + home.folder() + " is closed");
    }
    if (identity == null) {
      openFirst();
    }
  }

  private synchronized void openFirst() {
    if (identity != null) {
      return;
    }
    HomeFolder.prepare(home.folder());
    refuseLogAlone();
    NativeLibrary.unpackOnce();
    try {
      Link link = openReader(opened -> {
        if (opened.access() == Access.SHARED) {
          schema.migrate(opened, home, busyMillis);
        } else {
          schema.requireMigrated(opened, home);
        }
        return null;
      });
      if (link.access() == Access.SHARED) {
        readers.addFirst(link);
      } else {
        quietlyClose(link);
      }
      identity = identityOfFile();
    } catch (SQLException e) {
      throw Failure.of(e, home);
    }
  }

  /** SQLite would delete a log whose database is gone, and with it what may be the last trace of runs. */
  private void refuseLogAlone() {
    File file = home.database().toFile();
    File log = new File(file + "-wal");
    if (file.length() == 0 && log.length() > 0) {
      throw new RunException(file + " is missing or empty, but its log " + log + " is there; nothing was changed. "
          + "Restore " + file.getName() + " from a backup, or move the log away to start anew");
    }
  }

  /** A file that was deleted or replaced would swallow everything written through the open connection. */
  private void requireSameFile() {
    if (!Objects.equals(identity, identityOfFile())) {
      throw new RunException(home.database() + " was removed or replaced while in use; nothing more is recorded in it. "
          + "Put the file back, then start again");
    }
  }

  /** Found without opening the file: closing any descriptor of it would free the locks that SQLite holds on it. */
  private Object identityOfFile() {
    Path file = home.database();
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (IOException e) {
      return "missing";
    }
  }

  @Override
  @Deactivate
  public void close() {
    closed = true;
    writing.lock();
    try {
      quietlyClose(writer);
      writer = null;
    } finally {
      writing.unlock();
    }
    closeReaders();
  }

  private void closeReaders() {
    for (Link link; (link = readers.pollFirst()) != null;) {
      quietlyClose(link);
    }
  }

  /** A connection that cannot even be closed has nothing left to save: what was committed is on disk. */
  private static void quietlyClose(Link link) {
    if (link != null) {
      try {
        link.close();
      } catch (SQLException e) {
        System.getLogger(Database.class.getName()).log(System.Logger.Level.DEBUG, "connection not closed", e);
      }
    }
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Task<T> {
    T run(Link link) throws SQLException;
  }
}
