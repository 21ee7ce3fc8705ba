/** Work that is done row by row, for instance an example of a batch at a time: one task does all of it for some rows. */
package ansatz.backend.jvm.internal.rows;
