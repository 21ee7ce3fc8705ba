package ansatz.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ansatz.learn.Cite;
import ansatz.learn.Description;
import ansatz.learn.Name;
import ansatz.learn.Param;
import ansatz.learn.Params;
import ansatz.learn.PartFactory;
import ansatz.learn.Parts;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for every algorithm that a bundle offers: it is found by its name, cited, its parameters are described, and
 * its test passes the contract of its service.
 *
 * <p>A bundle's test extends this class and is empty. The components are found in the compiled classes of the bundle, so
 * that a new algorithm cannot be forgotten. Its test is the class of its name followed by {@code Test}; the contract of
 * a service interface {@code X} is the class {@code XContract} beside this one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BundleContract {
  private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";

  @Test
  final void B1_everyAlgorithmHasATestOfItsContract() {
    forEachFactory(factory -> {
      Class<?> test = testOf(factory.algorithm());
      for (Class<?> contract : contractsOf(factory.algorithm())) {
        assertTrue(contract.isAssignableFrom(test), test + " does not extend " + contract.getSimpleName());
      }
    });
  }

  @Test
  final void B2_everyAlgorithmHasANameOfItsOwn() {
    Set<String> names = new TreeSet<>();
    forEachFactory(factory -> {
      Name name = factory.getClass().getAnnotation(Name.class);
      assertNotNull(name, factory.getClass() + " has no @Name");
      assertTrue(name.value().matches("[a-z][a-z0-9]*([-.][a-z0-9]+)*"), "name '" + name.value() + "'");
      assertTrue(names.add(name.value()), "two algorithms are named '" + name.value() + "'");
    });
  }

  @Test
  final void B3_everyAlgorithmIsCited() {
    forEachFactory(factory -> assertTrue(factory.algorithm().getAnnotationsByType(Cite.class).length > 0,
        factory.algorithm() + " has no @Cite"));
  }

  @Test
  final void B4_everyParameterIsDescribed() {
    forEachFactory(factory -> {
      for (RecordComponent component : factory.config().getRecordComponents()) {
        Param param = component.getAnnotation(Param.class);
        assertNotNull(param, component + " of " + factory.config() + " has no @Param");
        assertFalse(param.help().isBlank(), component + " of " + factory.config() + " has no help");
      }
    });
  }

  @Test
  final void B5_everyFactoryStandsInItsAlgorithm() {
    forEachFactory(factory -> assertEquals(factory.algorithm(), factory.getClass().getEnclosingClass()));
  }

  @Test
  final void B6_everyConfigBindsByItsDeclaration() {
    forEachFactory(factory -> {
      ConfigRules.defaultsAreAccepted(factory.config());
      ConfigRules.othersAreRefused(factory.config());
      ConfigRules.schemaAgrees(factory.config());
    });
  }

  @Test
  final void B7_theJavadocIsInTheBundle() {
    forEachFactory(factory -> {
      Description description = Description.of(factory.algorithm());
      assertFalse(description.summary().isBlank(), factory.algorithm() + " has no summary");
      assertFalse(description.equations().isEmpty(), factory.algorithm() + " has no equation");
      assertFalse(description.shapes().isBlank(), factory.algorithm() + " has no shapes");
    });
  }

  /** Contracts try a part as its examples say, so each of them has to be a config that gives one. */
  @Test
  final void B8_everyExampleMakesAPart() {
    forEachFactory(factory -> {
      assertFalse(factory.examples().isEmpty(), factory.algorithm() + " has no examples of its config");
      for (Map<String, Object> example : factory.examples()) {
        Object part = factory.create(Params.bind(factory.config(), example, "", parts()));
        assertInstanceOf(factory.algorithm(), part, "made from " + example);
      }
    });
  }

  /** Where parts inside a part are found; none by default. */
  protected Parts parts() {
    return Parts.NONE;
  }

  private void forEachFactory(Consumer<PartFactory<?>> check) {
    List<PartFactory<?>> factories = factories();
    assertFalse(factories.isEmpty(), "no component found in " + classes());
    assertAll(factories.stream().map(factory -> () -> check.accept(factory)));
  }

  private List<PartFactory<?>> factories() {
    List<PartFactory<?>> factories = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        ClassModel model = ClassFile.of().parse(file);
        boolean component = model.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
            .flatMap(a -> a.annotations().stream()).anyMatch(a -> a.className().equalsString(COMPONENT));
        if (component) {
          Class<?> type = Class.forName(model.thisClass().asInternalName().replace('/', '.'));
          if (PartFactory.class.isAssignableFrom(type)) {
            factories.add((PartFactory<?>) type.getConstructor().newInstance());
          }
        }
      }
    } catch (IOException | ReflectiveOperationException e) {
      fail(e);
    }
    return factories;
  }

  /** The bundle's classes, compiled beside those of its tests. */
  private Path classes() {
    try {
      return Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI()).resolveSibling("classes");
    } catch (URISyntaxException e) {
      return fail(e);
    }
  }

  private static Class<?> testOf(Class<?> algorithm) {
    try {
      return Class.forName(algorithm.getName() + "Test");
    } catch (ClassNotFoundException _) {
      return fail(algorithm + " has no test " + algorithm.getSimpleName() + "Test");
    }
  }

  private static List<Class<?>> contractsOf(Class<?> algorithm) {
    List<Class<?>> contracts = new ArrayList<>();
    for (Class<?> service : interfacesOf(algorithm)) {
      try {
        contracts
            .add(Class.forName(BundleContract.class.getPackageName() + "." + service.getSimpleName() + "Contract"));
      } catch (ClassNotFoundException _) {
        continue; // an interface that is no service, such as Comparable
      }
    }
    assertFalse(contracts.isEmpty(), algorithm + " implements no service that has a contract");
    return contracts;
  }

  private static List<Class<?>> interfacesOf(Class<?> type) {
    Stream<Class<?>> inherited = Stream.ofNullable(type.getSuperclass()).flatMap(s -> interfacesOf(s).stream());
    Stream<Class<?>> own = Arrays.stream(type.getInterfaces())
        .flatMap(i -> Stream.concat(Stream.of(i), interfacesOf(i).stream()));
    return Stream.concat(own, inherited).distinct().toList();
  }
}
