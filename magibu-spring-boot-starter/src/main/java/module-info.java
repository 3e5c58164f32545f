/** Auto-configuration of Magibu embedders. Open, because Spring reads its classes by reflection. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Spring, Micrometer and LangChain4j have no module descriptors
open module ai.magibu.spring.boot {
    requires transitive ai.magibu.embedding;
    requires transitive org.jspecify; // at run time too: Spring reads the annotations
    requires org.slf4j;
    requires spring.beans;
    requires transitive spring.boot;
    requires transitive spring.boot.autoconfigure;
    requires transitive spring.context;
    requires transitive spring.core;
    requires static ai.magibu.langchain4j;
    requires static ai.magibu.springai;
    requires static transitive micrometer.commons;
    requires static transitive micrometer.core;
    requires static transitive micrometer.observation;
    requires static spring.boot.actuator;
    requires static spring.boot.actuator.autoconfigure;
    requires static spring.boot.health;

    exports ai.magibu.spring.boot;
    exports ai.magibu.spring.boot.observation;
}
