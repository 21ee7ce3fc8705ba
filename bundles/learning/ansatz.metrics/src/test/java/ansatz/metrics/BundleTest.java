package ansatz.metrics;

import ansatz.testkit.BundleContract;

class BundleTest extends BundleContract {}
