/** A bundle for tests that count what goes through a provider. */
package ansatz.itest;
