/** Build only: copies summary, equation and shapes of algorithms from the Javadoc into the bundle. */
package ansatz.describe;
