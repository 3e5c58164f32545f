package ai.magibu.documents;

/**
 * The text of a file, not yet cleaned.
 *
 * @param title the title that the file gives itself; may be blank
 * @param text its text
 */
record ReadText(String title, String text) {}
