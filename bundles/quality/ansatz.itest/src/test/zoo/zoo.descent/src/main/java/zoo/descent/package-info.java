/** An estimator for tests that replace it. */
package zoo.descent;
