/** Downloads models and data sets from the Hugging Face hub. */
@SuppressWarnings("module") // the module of a qualified export is compiled later
module ai.magibu.hub {
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports ai.magibu.hub;
    exports ai.magibu.hub.internal to ai.magibu.embedding, ai.magibu.adaptation;
}
