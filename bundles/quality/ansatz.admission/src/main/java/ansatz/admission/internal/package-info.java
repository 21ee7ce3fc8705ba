/** What a new bundle has to pass, tried in a process of its own beside the parts that are live. */
package ansatz.admission.internal;
