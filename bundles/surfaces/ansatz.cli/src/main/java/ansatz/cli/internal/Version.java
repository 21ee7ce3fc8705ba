package ansatz.cli.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Bundle bundle = FrameworkUtil.getBundle(Version.class);
    String own = bundle == null ? "development" : bundle.getVersion().toString();
    return new String[] {"ansatz " + own,
      "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
      System.getProperty("os.name") + " " + System.getProperty("os.arch")};
  }
}
