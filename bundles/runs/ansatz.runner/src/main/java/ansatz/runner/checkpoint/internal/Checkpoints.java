package ansatz.runner.checkpoint.internal;

import ansatz.data.ArrayFormat;
import ansatz.data.DataException;
import ansatz.experiment.Disk;
import ansatz.experiment.RunException;
import ansatz.experiment.RunStore;
import ansatz.experiment.RunStore.Checkpoint;
import ansatz.experiment.RunStore.Progress;
import ansatz.experiment.Snapshot;
import ansatz.experiment.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: old-complete or new-complete, never half.
 *
 * <p>Order: temp → fsync → rename → fsync folder → read back → one transaction (row, points, ledger; older rows
 * dropped) → unlink. A file without row is swept; a row without valid file falls back to the checkpoint before.
 */
public final class Checkpoints {
  private final String run;
  private final Path folder;
  private final RunStore store;
  private final Disk disk;
  private final SnapshotCodec codec;
  private final String ending;

  /** A snapshot and where it was read. */
  public record Loaded(Checkpoint checkpoint, Snapshot snapshot) {}

  public Checkpoints(String run, Path folder, RunStore store, Disk disk, ArrayFormat format) {
    this.run = run;
    this.folder = folder;
    this.store = store;
    this.disk = disk;
    this.codec = new SnapshotCodec(format);
    this.ending = "." + format.ending();
  }

  /** A snapshot as the bytes of a file. */
  public byte[] encode(Snapshot snapshot) {
    return codec.encode(snapshot);
  }

  /** Writes a snapshot down and acknowledges everything up to it. */
  public Checkpoint save(Snapshot snapshot, Progress progress) {
    long step = snapshot.step();
    byte[] bytes = codec.encode(snapshot);
    String sha256 = Trees.sha256(bytes);
    Path file = folder.resolve("checkpoint-" + step + "-" + sha256.substring(0, 8) + ending);
    Path temp = folder.resolve(file.getFileName() + ".tmp");
    try {
      disk.write(temp, bytes);
      Phase.CHECKPOINT_WRITTEN.reached();
      disk.force(temp);
      Phase.CHECKPOINT_FORCED.reached();
      disk.rename(temp, file);
      Phase.CHECKPOINT_RENAMED.reached();
      disk.forceFolder(folder);
      Phase.FOLDER_FORCED.reached();
      if (!Trees.sha256(disk.read(file)).equals(sha256)) {
        throw new RunException(file + ": what was written does not read back — the disk is failing");
      }
      Phase.CHECKPOINT_READ_BACK.reached();
      if (!progress.swaps().isEmpty()) {
        Phase.SWAP_SNAPSHOT_WRITTEN.reached();
      }
    } catch (IOException e) {
      abandon(temp);
      throw new RunException("checkpoint after step " + step + " could not be written: " + e.getMessage()
          + " — free some space (df " + folder + "), then: ansatz resume " + run, e);
    }
    Checkpoint checkpoint = new Checkpoint(step, file.getFileName().toString(), bytes.length, sha256);
    List<Checkpoint> older = store.checkpoint(run, checkpoint, progress);
    Phase.CHECKPOINT_COMMITTED.reached();
    older.forEach(c -> abandon(folder.resolve(c.file())));
    Phase.OLDER_UNLINKED.reached();
    return checkpoint;
  }

  /** The newest valid snapshot; says aloud which ones are not. */
  public Optional<Loaded> load(Consumer<String> notice) {
    sweep();
    for (Checkpoint checkpoint : store.checkpoints(run)) {
      Path file = folder.resolve(checkpoint.file());
      try {
        byte[] bytes = disk.read(file);
        if (bytes.length != checkpoint.bytes() || !Trees.sha256(bytes).equals(checkpoint.sha256())) {
          throw new DataException("its bytes are not those that were acknowledged");
        }
        return Optional.of(new Loaded(checkpoint, codec.decode(bytes)));
      } catch (IOException | DataException e) {
        notice.accept("checkpoint after step " + checkpoint.step() + " is not valid (" + e.getMessage()
            + "): going back to the one before");
        store.forget(run, checkpoint);
      }
    }
    return Optional.empty();
  }

  /** Unlinks files that no row speaks of: left by a crash between rename and commit, or before. */
  private void sweep() {
    Set<String> known = store.checkpoints(run).stream().map(Checkpoint::file).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(f -> f.getFileName().toString().startsWith("checkpoint-") || f.toString().endsWith(".tmp"))
          .filter(f -> !known.contains(f.getFileName().toString())).forEach(this::abandon);
    } catch (IOException e) {
      throw new RunException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private void abandon(Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      // Only space is lost: the next resume sweeps it.
      System.getLogger(Checkpoints.class.getName()).log(System.Logger.Level.WARNING, "not deleted: " + file, e);
    }
  }
}
