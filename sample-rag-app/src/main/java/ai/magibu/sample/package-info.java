/**
 * A document's way: documents.DocumentController → Documents, which is the queue → Ingest → the store. A question's way:
 * ask.AskController → Assistant → the retrievers → the chat model. {@link ai.magibu.sample.RagConfiguration} puts them together.
 */
package ai.magibu.sample;
