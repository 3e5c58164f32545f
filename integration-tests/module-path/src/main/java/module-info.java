// The programs of a user. Open, because Spring reads its classes by reflection.
open module ai.magibu.it.modulepath {
    requires ai.magibu.embedding;
    requires static ai.magibu.cache;
    requires static ai.magibu.documents;
    requires static ai.magibu.langchain4j;
    requires static ai.magibu.spring.boot;
    requires static ai.magibu.springai;
}
