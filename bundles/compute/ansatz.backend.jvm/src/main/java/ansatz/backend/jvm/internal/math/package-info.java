/**
 * Elementary functions, each written once over {@link ansatz.backend.jvm.internal.math.Lanes}, from instructions that
 * are rounded exactly: the same bits in an interpreter, in compiled code and in vectors of any length.
 *
 * <p>Coefficients without a source are minimax, by Remez' exchange in arithmetic of 50 digits with the weight of the
 * result's error, and were rounded one after the other, each time fitting the rest anew. The errors that are stated were
 * measured against 45 digits; the tests measure them again on fewer arguments.
 */
package ansatz.backend.jvm.internal.math;
