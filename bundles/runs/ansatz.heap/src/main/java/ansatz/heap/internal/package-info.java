/** Who keeps a class loader alive, found in a heap dump of this process. */
package ansatz.heap.internal;
