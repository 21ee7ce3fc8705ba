package ansatz.experiment;

import org.osgi.annotation.versioning.ConsumerType;

/** Renders a run as one self-contained document; a service ({@code ansatz.name=html}). */
@ConsumerType
public interface ReportWriter {
  /** File name in the run's folder: {@code report.html}. */
  String fileName();

  /** The document's bytes. The registry serves to look up descriptions and citations of the parts used. */
  byte[] render(RunFiles run, Registry registry);
}
