/** A program of a user. */
module ai.magibu.it.modulepath {
    requires ai.magibu.embedding;
    requires static ai.magibu.documents;
    requires static ai.magibu.langchain4j;
    requires static ai.magibu.springai;
}
