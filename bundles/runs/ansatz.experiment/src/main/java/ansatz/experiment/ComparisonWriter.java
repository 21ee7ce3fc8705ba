package ansatz.experiment;

import org.osgi.annotation.versioning.ConsumerType;

/** Renders the comparison of two versions as one self-contained document; a service. */
@ConsumerType
public interface ComparisonWriter {
  /** File name in the second run's folder: {@code ab.html}. */
  String fileName();

  byte[] render(VersionComparison comparison);
}
