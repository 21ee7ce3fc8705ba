package ansatz.baseline.tribuo;

import ansatz.testkit.BundleContract;

final class TribuoBundleTest extends BundleContract {}
