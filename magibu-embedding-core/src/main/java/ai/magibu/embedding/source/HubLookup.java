package ai.magibu.embedding.source;

import ai.magibu.embedding.source.HubConnection.Answer;
import java.util.Optional;

/** Asks a hub what a file is: one small request. */
final class HubLookup {

    private final HubConnection connection;
    private final RepositoryId repository;
    private final HubAnswers answers;
    private final Pause pause;
    private final int attempts;

    HubLookup(HubConnection connection, RepositoryId repository, HubAnswers answers, Pause pause, int attempts) {
        this.connection = connection;
        this.repository = repository;
        this.answers = answers;
        this.pause = pause;
        this.attempts = attempts;
    }

    /** Empty if the revision has no such file. */
    Optional<HubFile> find(String revision, String name) {
        Backoff backoff = new Backoff(attempts, pause);
        while (true) {
            try (Answer answer = connection.head(repository, revision, name)) {
                return answers.file(answer, name);
            } catch (TransientFailure failure) {
                backoff.afterFailure(failure);
            }
        }
    }
}
