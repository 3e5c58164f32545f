/** Damaged models: each must be rejected with a documented exception, or give sound vectors. */
package ai.magibu.embedding.fuzz;
