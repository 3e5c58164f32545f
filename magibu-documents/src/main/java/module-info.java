/** LangChain4j document parsers for Turkish text, Markdown, HTML, PDF and Office files, also in a separate process. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // LangChain4j, PDFBox and Tika have no module descriptors
module ai.magibu.documents {
    requires transitive langchain4j.core;
    requires java.desktop;
    requires org.apache.commons.io; // Tika needs it, but an automatic module cannot say so
    requires org.apache.commons.logging; // PDFBox
    requires org.apache.fontbox;
    requires org.apache.pdfbox;
    requires org.apache.pdfbox.io;
    requires org.apache.tika.core;
    requires org.apache.tika.parser.txt;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.strikethrough;
    requires org.commonmark.ext.gfm.tables;
    requires org.jsoup;
    requires org.slf4j; // LangChain4j and Tika
    requires static org.apache.tika.parser.microsoft;
    requires static org.apache.tika.parser.miscoffice;
    requires static transitive org.jspecify;

    exports ai.magibu.documents;
}
