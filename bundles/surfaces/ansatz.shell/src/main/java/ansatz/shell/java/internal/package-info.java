/** Java in the workbench: programs in a file, and expressions one by one. */
package ansatz.shell.java.internal;
