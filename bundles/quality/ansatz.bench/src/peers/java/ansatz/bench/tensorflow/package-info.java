/** The workloads as graphs of TensorFlow. */
package ansatz.bench.tensorflow;
