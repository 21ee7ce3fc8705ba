/** How good predictions are: one metric, one file. Nobody imports them; runs find them by name. */
package ansatz.metrics;
