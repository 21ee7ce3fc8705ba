/** What the machine can do at most, measured. */
package ansatz.bench.ceiling;
