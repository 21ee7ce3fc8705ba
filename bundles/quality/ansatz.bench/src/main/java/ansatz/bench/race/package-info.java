/** Libraries that run the same training step, each in a process of its own, on command and in turn. */
package ansatz.bench.race;
