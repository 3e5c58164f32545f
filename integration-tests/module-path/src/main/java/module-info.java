/** A program of a user. */
module ai.magibu.it.modulepath {
    requires ai.magibu.embedding;
}
