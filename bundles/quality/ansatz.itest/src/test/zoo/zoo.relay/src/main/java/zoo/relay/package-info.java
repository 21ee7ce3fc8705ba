/** An estimator that stands on the package of another part. */
package zoo.relay;
