/** What speed is measured by: training steps on tensors, and the mains that measure them. */
package ansatz.bench;
