package ai.magibu.sample.documents;

/** A document's text, in paragraphs that an empty line separates, and its title, which is never blank. */
record ReadDocument(Format format, String title, String text) {}
