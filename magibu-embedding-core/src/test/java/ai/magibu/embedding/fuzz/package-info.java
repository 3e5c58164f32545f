/** Damaged models: each must be refused with a documented exception, or give sound vectors. */
package ai.magibu.embedding.fuzz;
