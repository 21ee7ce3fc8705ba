package ansatz.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartsTest {
  interface Schedule {}

  record Cosine(@Param(help = "steps", value = "10", min = 1) int steps) implements Schedule {}

  record Adam(@Param(help = "rate", value = "0.1") double rate,
      @Param(help = "how the rate changes", value = "cosine") Schedule schedule,
      @Param(help = "more of them", value = "[]") List<Schedule> after,
      @Param(help = "another") Optional<Schedule> warmup) {}

  private static final Parts PARTS = new Parts() {
    @Override
    public <P> P create(Class<P> service, String name, Map<String, ?> config, String path) {
      if (!name.equals("cosine")) {
        throw new ParamException(path, name, "is unknown");
      }
      return service.cast(Params.bind(Cosine.class, config, path, this));
    }

    @Override
    public Map<String, Object> tree(Object part) {
      return Map.of("cosine", Params.tree((Cosine) part));
    }
  };

  @Test
  void partsAreFoundByName() {
    Map<String, Object> tree = Map.of("schedule", Map.of("cosine", Map.of("steps", 3)), "after",
        List.of("cosine", Map.of("cosine", Map.of("steps", 4))), "warmup", "cosine");
    Adam adam = Params.bind(Adam.class, tree, "optimizer", PARTS);
    assertEquals(
        new Adam(0.1, new Cosine(3), List.of(new Cosine(10), new Cosine(4)), Optional.of(new Cosine(10))), adam);
    assertEquals(adam, Params.bind(Adam.class, Params.tree(adam, PARTS), "", PARTS));
    assertEquals(new Cosine(10), Params.bind(Adam.class, Map.of(), "", PARTS).schedule());
  }

  @Test
  void plainJavaHandsInAnObject() {
    Schedule mine = new Cosine(1);
    assertSame(mine, Params.of(Adam.class, "schedule", mine).schedule());
  }

  @Test
  void aPartsParametersAreCheckedUnderItsName() {
    assertEquals("optimizer.schedule.cosine.steps = 0 is less than the minimum 1",
        refusal(Map.of("schedule", Map.of("cosine", Map.of("steps", 0)))));
    assertEquals("optimizer.after[1].cosine.steps = 0 is less than the minimum 1",
        refusal(Map.of("after", List.of("cosine", Map.of("cosine", Map.of("steps", 0))))));
    assertEquals("optimizer.schedule = 3 is neither a name nor one name with its parameters",
        refusal(Map.of("schedule", 3)));
    assertEquals("optimizer.schedule.cosine = 3 is not a map", refusal(Map.of("schedule", Map.of("cosine", 3))));
    assertEquals("optimizer.schedule = {} is neither a name nor one name with its parameters",
        refusal(Map.of("schedule", Map.of())));
  }

  @Test
  void withoutPartsANameIsRefused() {
    ParamException e = assertThrows(ParamException.class, () -> Params.of(Adam.class));
    assertEquals("schedule.cosine = 'cosine' cannot be found: no Schedule is offered here", e.getMessage());
  }

  @Test
  void aPartIsDescribedByItsService() {
    Parameter schedule = Params.describe(Adam.class).get(1);
    assertEquals("schedule", schedule.type());
    assertEquals(Optional.of(Schedule.class.getName()), schedule.service());
    assertEquals(Arrays.asList("list of schedule", "optional schedule"),
        Params.describe(Adam.class).stream().skip(2).map(Parameter::type).toList());
  }

  private static String refusal(Map<String, ?> tree) {
    return assertThrows(ParamException.class, () -> Params.bind(Adam.class, tree, "optimizer", PARTS)).getMessage();
  }
}
