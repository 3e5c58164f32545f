/** Step 5 of 8: turns a snapshot into an ONNX graph with external data, and keeps it in a cache. */
@NullMarked
package ai.magibu.embedding.graph;

import org.jspecify.annotations.NullMarked;
