package ansatz.runner.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ansatz.experiment.ConfigException;
import ansatz.fit.FitProcedure;
import ansatz.fixtures.SmallExperiments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OverridesTest {
  private final Map<String, Object> tree = new LinkedHashMap<>();

  OverridesTest() {
    Map<String, Object> models = new LinkedHashMap<>();
    models.put("ridge", new LinkedHashMap<>(Map.of("lambda", 1)));
    models.put("tribuo.cart", new LinkedHashMap<>(Map.of("depth", 2)));
    tree.put("seed", 1);
    tree.put("fit", new LinkedHashMap<>(Map.of("models", models)));
    tree.put("metrics", new ArrayList<>(List.of("rmse", "mae")));
  }

  private void apply(String... overrides) {
    Overrides.apply(tree, List.of(overrides), () -> new FitProcedure().schema(SmallExperiments.registry()));
  }

  private Object models(String label) {
    return ((Map<?, ?>) ((Map<?, ?>) tree.get("fit")).get("models")).get(label);
  }

  private String refusal(String override) {
    return assertThrows(ConfigException.class, () -> apply(override)).getMessage();
  }

  @Test
  void setsAddsAndRemoves() {
    apply("seed=3", "+notes=hello: there".replace(": ", " "), "~metrics[0]");
    assertEquals(3, tree.get("seed"));
    assertEquals("hello there", tree.get("notes"));
    assertEquals(List.of("mae"), tree.get("metrics"));
  }

  @Test
  void keysMayHoldDots() {
    apply("fit.models.tribuo.cart.depth=5", "model.tribuo.cart.leaf=2");
    assertEquals(Map.of("depth", 5, "leaf", 2), models("tribuo.cart"));
  }

  @Test
  void aModelsParameterIsReachedByItsOwnName() {
    apply("model.lambda=-1");
    assertEquals(Map.of("lambda", -1), models("ridge"));
    assertEquals(Map.of("depth", 2), models("tribuo.cart"));
  }

  @Test
  void valuesAreYaml() {
    apply("metrics=[r2]", "seed=1e3");
    assertEquals(List.of("r2"), tree.get("metrics"));
    assertEquals(1000.0, tree.get("seed"));
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertTrue(refusal("seed").contains("override 'seed' is not understood — write key=value"), refusal("seed"));
    assertEquals("override '+seed': the key is there already — write seed=… to change it", refusal("+seed=3"));
    assertEquals("override '~sed': no key 'sed' — did you mean 'seed'?", refusal("~sed"));
    assertTrue(refusal("metrics[7]=x").contains("index [7] outside a list of 2"), refusal("metrics[7]=x"));
    assertTrue(refusal("seed.x=1").contains("'seed' is 1, it has nothing inside"), refusal("seed.x=1"));
    assertTrue(refusal("model.alpha=1").contains("no model has 'alpha' in the file"), refusal("model.alpha=1"));
  }

  @Test
  @Timeout(5)
  void malformedPathsAreRefused() {
    assertEquals("override 'metrics[0': '[' is never closed — write [0]", refusal("metrics[0=x"));
    for (String path : List.of("fit[0", "[", "[0", "a[", "metrics[", "fit.models[")) {
      assertTrue(refusal(path + "=1").contains("'[' is never closed — write [0]"), path);
    }
    for (String path : List.of("fit..models", ".seed", "fit.", "++a..b", "+fit.models.", "model.ridge.")) {
      assertTrue(refusal(path + "=1").contains("empty key — write a.b or a[0]"), path);
    }
    assertTrue(refusal("=1").contains("is not understood"));
    assertTrue(refusal("metrics[]=x").contains("'[]' is not an index"));
    assertTrue(refusal("metrics[-1]=x").contains("'[-1]' is not an index"));
    assertTrue(refusal("metrics[0]x=x").contains("'x' follows [0] — write a dot between"), refusal("metrics[0]x=x"));
    assertTrue(refusal("fit[0]=x").contains("no list stands before [0]"), refusal("fit[0]=x"));
    assertTrue(refusal("notes.x=1").contains("'notes' is a value, it has nothing inside"), refusal("notes.x=1"));
    assertTrue(refusal("data.transform[0]=x").contains("no list stands before [0]"));
  }

  @Test
  void settingDoesNotMakeUpMaps() {
    assertEquals("override 'fitt.validation.folds': no key 'fitt' — did you mean 'fit'?",
        refusal("fitt.validation.folds=5"));
    assertEquals("override 'dat.sample.x': no key 'dat' — did you mean 'data'?", refusal("dat.sample.x=5"));
    assertEquals("override 'fit.models.ridg.lambda': no key 'ridg' — did you mean 'ridge'? "
        + "(to add it: +fit.models.ridg.lambda=…)", refusal("fit.models.ridg.lambda=1"));
    assertEquals(Set.of("ridge", "tribuo.cart"), ((Map<?, ?>) ((Map<?, ?>) tree.get("fit")).get("models")).keySet());
    apply("+fit.models.ols.x=1", "++fit.models.knn.k=3", "++fit.models.knn.k=4");
    assertEquals(Map.of("x", 1), models("ols"));
    assertEquals(Map.of("k", 4), models("knn"));
  }

  @Test
  void sectionsOfTheSchemaAreMadeWhereTheyAreMissing() {
    apply("fit.validation.folds=5", "data.sample=iris", "fit.linalg=jblas", "report=false",
        "bundles.ansatz.regression='[1.0,2)'");
    assertEquals(Map.of("folds", 5), ((Map<?, ?>) tree.get("fit")).get("validation"));
    assertEquals(Map.of("sample", "iris"), tree.get("data"));
    assertEquals("jblas", ((Map<?, ?>) tree.get("fit")).get("linalg"));
    assertEquals(false, tree.get("report"));
    assertEquals(Map.of("ansatz.regression", "[1.0,2)"), tree.get("bundles"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void aModelWithoutParametersIsAMapToSetThemIn() {
    ((Map<String, Object>) ((Map<?, ?>) tree.get("fit")).get("models")).put("knn", null);
    apply("fit.models.knn.k=3");
    assertEquals(Map.of("k", 3), models("knn"));
  }

  @Test
  void listsGrowByAdding() {
    apply("+metrics[2]=r2", "++metrics[0]=mse");
    assertEquals(List.of("mse", "mae", "r2"), tree.get("metrics"));
    assertTrue(refusal("+metrics[0]=x").contains("the key is there already"), refusal("+metrics[0]=x"));
  }

  @Test
  void aListOfNumbersWithoutBracketsIsText() {
    apply("model.lambda=0.1,0.01");
    assertEquals(Map.of("lambda", "0.1,0.01"), models("ridge"));
  }
}
