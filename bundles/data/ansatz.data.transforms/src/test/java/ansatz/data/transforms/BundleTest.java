package ansatz.data.transforms;

import ansatz.testkit.BundleContract;

class BundleTest extends BundleContract {}
