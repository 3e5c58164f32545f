/**
 * Turns files into LangChain4j documents: {@link ai.magibu.documents.FileParser} in this process, {@link
 * ai.magibu.documents.IsolatedFileParser} in a separate process with a time limit and a memory limit, for untrusted files.
 */
@NullMarked
package ai.magibu.documents;

import org.jspecify.annotations.NullMarked;
