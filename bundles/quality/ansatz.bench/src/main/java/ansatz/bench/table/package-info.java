/** The table of speed: ours against the peers', with what that means on this machine. */
package ansatz.bench.table;
