/**
 * Turns files into LangChain4j documents: {@link ai.magibu.documents.FileParser} reads them, and {@link
 * ai.magibu.documents.IsolatedFileParser} does so in a process of its own, with a limit of time and memory, for files from people
 * who are not trusted.
 */
@NullMarked
package ai.magibu.documents;

import org.jspecify.annotations.NullMarked;
