/** Networks with a step of Adam, one file each. */
package ansatz.bench.workload;
