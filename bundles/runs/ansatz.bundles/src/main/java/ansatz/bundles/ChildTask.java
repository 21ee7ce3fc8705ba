package ansatz.bundles;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a child process does: a service with {@code ansatz.name}, run by the hidden command {@code ansatz child NAME FOLDER}.
 * It reads {@code request.json} in the folder and leaves {@code verdict.json}, renamed into place as its last act.
 */
@ConsumerType
public interface ChildTask {
  /** @return the exit code */
  int run(Path folder) throws Exception;
}
