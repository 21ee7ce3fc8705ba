/** The workloads on libtorch, through JavaCPP. */
package ansatz.bench.torch;
