package ansatz.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replacements that take place after given steps without being asked for, as a file: {@code {"plan": [...]}}. */
public final class Plan {
  private Plan() {}

  /** The file's bytes. */
  public static byte[] json(List<Replacement.Planned> plan) {
    List<Object> entries = new ArrayList<>();
    for (Replacement.Planned planned : plan) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("step", planned.step());
      entry.put("slot", planned.replacement().slot());
      entry.put("part", planned.replacement().part());
      entry.put("provisional", planned.replacement().provisional());
      entry.put("who", planned.replacement().who());
      entry.put("why", planned.replacement().why());
      entry.put("kind", planned.kind().word());
      entries.add(entry);
    }
    return Trees.json(Map.of("plan", entries));
  }

  /** Reads it. @throws ConfigException naming the file and the entry that is none */
  public static List<Replacement.Planned> read(Path file) {
    List<Replacement.Planned> plan = new ArrayList<>();
    try {
      List<?> entries = Trees.fromJson(Files.readAllBytes(file)).get("plan") instanceof List<?> list ? list : null;
      if (entries == null) {
        throw new ConfigException(file + ": holds no list 'plan'");
      }
      for (Object each : entries) {
        if (!(each instanceof Map<?, ?> entry && entry.get("step") instanceof Number step
            && entry.get("slot") instanceof String slot && entry.get("part") instanceof String part)) {
          throw new ConfigException(file + ": entry " + (plan.size() + 1) + " of the plan needs step, slot and part");
        }
        plan.add(new Replacement.Planned(step.longValue(), new Replacement(slot, part,
            Boolean.TRUE.equals(entry.get("provisional")), word(entry.get("who")), word(entry.get("why"))),
            kind(entry.get("kind"))));
      }
      return List.copyOf(plan);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read as a plan: " + e.getMessage(), e);
    }
  }

  private static Swap.Kind kind(Object word) {
    return Swap.Kind.ROLLED_BACK.word().equals(word) ? Swap.Kind.ROLLED_BACK : Swap.Kind.SWAPPED;
  }

  private static String word(Object value) {
    return value == null ? "" : value.toString();
  }
}
