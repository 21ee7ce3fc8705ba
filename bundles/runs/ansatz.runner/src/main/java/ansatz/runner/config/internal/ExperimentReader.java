package ansatz.runner.config.internal;

import ansatz.experiment.ConfigException;
import ansatz.experiment.NearbyFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads experiment files: YAML 1.2 with {@code extends}, which names a file that this one changes.
 *
 * <p>Maps are merged key by key, a {@code null} removes a key of the extended file and stays where that has none,
 * everything else replaces. A relative {@code data.file} is seen from the folder of the file in which it stands.
 */
public final class ExperimentReader {
  private static final int MAX_BYTES = 4 << 20;

  private ExperimentReader() {}

  /** The tree of the file with everything it extends. */
  public static Map<String, Object> read(Path file) {
    return read(file, new ArrayList<>());
  }

  private static Map<String, Object> read(Path file, List<Path> chain) {
    Path real = file.toAbsolutePath().normalize();
    if (chain.contains(real)) {
      throw new ConfigException(file + ": 'extends' goes in a circle: " + chain + " → " + real);
    }
    chain.add(real);
    Map<String, Object> tree = parse(file);
    anchor(tree, real.getParent());
    Object base = tree.remove("extends");
    if (base == null) {
      return tree;
    }
    if (!(base instanceof String name)) {
      throw new ConfigException(file + ": 'extends' = " + base + " is not a file name");
    }
    return merge(read(resolve(real.getParent(), name, file + ": 'extends'"), chain), tree);
  }

  /** Makes the data file's path absolute, so that it means the same file from anywhere. */
  @SuppressWarnings("unchecked")
  public static void anchor(Map<String, Object> tree, Path folder) {
    if (tree.get("data") instanceof Map<?, ?> data && data.get("file") instanceof String name) {
      ((Map<String, Object>) data).put("file", resolve(folder, name, "data.file").normalize().toString());
    }
  }

  private static Path resolve(Path folder, String name, String key) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new ConfigException(key + " = '" + name.replaceAll("\\p{Cntrl}", "?") + "' cannot be a file name: "
          + e.getReason(), e);
    }
  }

  /** The tree of one file. */
  private static Map<String, Object> parse(Path file) {
    String text = text(file);
    Object tree;
    try {
      tree = yaml(file.toString()).loadFromString(text);
    } catch (DuplicateKeyException e) {
      String key = String.valueOf(e.getProblem()).replaceFirst("^found duplicate key ", "");
      throw new ConfigException(at(file, e.getProblemMark()) + "key '" + key
          + "' stands twice in the same map — remove or rename one of them", e);
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(at(file, e.getProblemMark()) + "not valid YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": not valid YAML: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new ConfigException(file + ": maps or lists stand too deep in one another — an experiment needs few levels",
          e);
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw new ConfigException(file + ": an experiment is a map of keys such as name, data, fit — see: ansatz schema");
    }
    return strings(map, file.toString());
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(file + ": is a folder, not an experiment file");
      }
      if (!Files.exists(file)) {
        throw new ConfigException(file + ": no such file" + NearbyFile.hint(file));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + ": larger than " + (MAX_BYTES >> 20) + " MiB, so not an experiment file");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The value that a piece of YAML stands for, as on the right of an override. */
  static Object value(String yaml, String label) {
    try {
      return plain(yaml(label).loadFromString(yaml), label);
    } catch (YamlEngineException e) {
      throw new ConfigException(label + ": not valid YAML — put the value in quotes", e);
    } catch (StackOverflowError e) {
      throw new ConfigException(label + ": maps or lists stand too deep in one another", e);
    }
  }

  private static Load yaml(String label) {
    return new Load(LoadSettings.builder().setLabel(label).setSchema(new CoreSchema()).setAllowDuplicateKeys(false)
        .setMaxAliasesForCollections(50).build());
  }

  private static String at(Path file, Optional<Mark> mark) {
    return file + mark.map(m -> ":" + (m.getLine() + 1)).orElse("") + ": ";
  }

  /** The same tree with every key checked to be text. */
  private static Map<String, Object> strings(Map<?, ?> map, String where) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (!(key instanceof String name)) {
        throw new ConfigException(where + ": key " + key + " is not text — put it in quotes");
      }
      result.put(name, plain(value, where));
    });
    return result;
  }

  private static Object plain(Object value, String where) {
    return switch (value) {
      case Map<?, ?> map -> strings(map, where);
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(v -> copy.add(plain(v, where)));
        yield copy;
      }
      case null -> null;
      case String _,Boolean _,Number _ -> value;
      default -> throw new ConfigException(where + ": a value of type " + value.getClass().getSimpleName()
          + " has no place in an experiment — put it in quotes");
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> changes) {
    changes.forEach((key, value) -> {
      if (value == null && base.containsKey(key)) {
        base.remove(key);
      } else if (value instanceof Map<?, ?> map && base.get(key) instanceof Map<?, ?> old) {
        merge((Map<String, Object>) old, (Map<String, Object>) map);
      } else {
        base.put(key, value);
      }
    });
    return base;
  }
}
