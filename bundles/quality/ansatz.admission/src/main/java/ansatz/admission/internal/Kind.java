package ansatz.admission.internal;

import ansatz.data.ArrayFormat;
import ansatz.data.Sample;
import ansatz.data.TableReader;
import ansatz.data.Transform;
import ansatz.data.TransformFactory;
import ansatz.learn.Estimator;
import ansatz.learn.EstimatorFactory;
import ansatz.learn.Metric;
import ansatz.learn.MetricFactory;
import ansatz.linalg.LinearAlgebra;
import ansatz.tensor.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of services that a part may offer, with the contracts that each has to hold. */
enum Kind {
  LINEAR_ALGEBRA(LinearAlgebra.class, LinearAlgebra.class, LinearAlgebraInside.class, LinearAlgebraConductInside.class,
      StrdLinearInside.class),
  BACKEND(Backend.class, Backend.class, BackendInside.class, BackendConductInside.class),
  ESTIMATOR(EstimatorFactory.class, Estimator.class, EstimatorInside.class, IterativeEstimatorInside.class),
  METRIC(MetricFactory.class, Metric.class, MetricInside.class),
  TRANSFORM(TransformFactory.class, Transform.class, TransformInside.class),
  ARRAY_FORMAT(ArrayFormat.class, ArrayFormat.class, ArrayFormatInside.class),
  TABLE_READER(TableReader.class, TableReader.class, TableReaderInside.class),
  SAMPLE(Sample.class, Sample.class, SampleInside.class);

  private final Class<?> service;
  private final Class<?> part;
  private final List<Class<?>> contracts;

  Kind(Class<?> service, Class<?> part, Class<?>... contracts) {
    this.service = service;
    this.part = part;
    this.contracts = List.of(contracts);
  }

  /** The interface in the service registry. */
  Class<?> service() {
    return service;
  }

  /** The interface of what the service is or makes. */
  Class<?> part() {
    return part;
  }

  List<Class<?>> contracts() {
    return contracts;
  }

  /** The kind of a service interface; empty for services that only the platform offers. */
  static Optional<Kind> of(String service) {
    return Arrays.stream(values()).filter(kind -> kind.service.getName().equals(service)).findFirst();
  }

  /** The kind whose services are or make such parts. */
  static Kind making(Class<?> part) {
    return Arrays.stream(values()).filter(kind -> kind.part == part).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service makes a " + part.getName()));
  }
}
