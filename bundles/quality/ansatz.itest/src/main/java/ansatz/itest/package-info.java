/** Runs the contracts inside the framework, on the services that are really there. */
package ansatz.itest;
