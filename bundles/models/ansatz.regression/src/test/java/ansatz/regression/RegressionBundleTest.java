package ansatz.regression;

import ansatz.testkit.BundleContract;

final class RegressionBundleTest extends BundleContract {}
