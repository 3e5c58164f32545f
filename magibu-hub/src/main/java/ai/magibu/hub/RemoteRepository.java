package ai.magibu.hub;

import ai.magibu.hub.HubConnection.Answer;
import ai.magibu.hub.HubException.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a hub what a repository contains. Each question is repeated if it fails in a way that may pass. */
final class RemoteRepository {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
    /** A page of the list of files has a thousand entries of a few hundred bytes. */
    private static final int MOST_PAGE_BYTES = 1 << 24;
    private static final int MOST_ENTRIES = 1_000_000;

    private final HubConnection connection;
    private final RepositoryId repository;
    private final HubAnswers answers;
    private final Pause pause;
    private final int attempts;

    RemoteRepository(HubConnection connection, RepositoryId repository, HubAnswers answers, Pause pause, int attempts) {
        this.connection = connection;
        this.repository = repository;
        this.answers = answers;
        this.pause = pause;
        this.attempts = attempts;
    }

    /** Returns a file with its commit; empty if the revision does not have it. */
    Optional<RemoteFile> find(String revision, String name) {
        return repeat(() -> {
            try (Answer answer = connection.head(repository, revision, name)) {
                return answers.file(answer, name);
            }
        });
    }

    /** Returns the commit of a branch or tag. */
    String commit(String revision) {
        String commit = page(connection.api(repository, "revision", revision)).json().path("sha").asText();
        if (!RepositoryId.isCommit(commit)) {
            throw answers.notAHub("the revision " + revision);
        }
        return commit;
    }

    /** Returns all files of a commit by name. */
    Map<String, RemoteFile> tree(String commit) {
        Map<String, RemoteFile> files = new TreeMap<>();
        Set<String> entries = new HashSet<>(); // folders too: a page may have nothing else
        URI next = URI.create(connection.api(repository, "tree", commit) + "?recursive=true");
        while (next != null) {
            Page page = page(next);
            if (!page.json().isArray()) {
                throw answers.notAHub("the list of files");
            }
            int before = entries.size();
            for (JsonNode entry : page.json()) {
                entries.add(entry.path("path").asText());
                if (entry.path("type").asText().equals("file")) {
                    RemoteFile file = file(commit, entry);
                    files.put(file.name(), file);
                }
            }
            if (page.next() != null && (entries.size() == before || entries.size() > MOST_ENTRIES)) {
                throw answers.notAHub("the list of files");
            }
            next = page.next();
        }
        return files;
    }

    private RemoteFile file(String commit, JsonNode entry) {
        JsonNode lfs = entry.path("lfs");
        String name = CommitFiles.requireInside(entry.path("path").asText(), repository);
        JsonNode content = lfs.isObject() ? lfs : entry;
        ContentHash hash = ContentHash.parse(content.path("oid").asText()).orElseThrow(() -> answers.notAHub(name));
        return new RemoteFile(commit, name, hash, content.path("size").asLong(-1), entry.path("oid").asText());
    }

    private record Page(JsonNode json, @Nullable URI next) {}

    private Page page(URI address) {
        String what = connection.redaction().printable(address.toString());
        return repeat(() -> {
            try (Answer answer = connection.get(address, repository.toString(), 0)) {
                if (answer.status() != 200) {
                    throw answers.failure(answer, what);
                }
                if (answer.isHtml()) {
                    throw answers.html(what);
                }
                return new Page(JSON.readTree(body(answer, what)), next(address, answer.header("Link")));
            } catch (JsonProcessingException e) {
                throw answers.notAHub(what);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new HubException(Reason.NETWORK, "the download was interrupted", e);
                }
                String why = connection.redaction().printable(String.valueOf(e.getMessage()));
                throw new TransientFailure(
                        "the answer of the hub for " + repository + " was cut (" + why + ")", null, connection.redaction().cleaned(e));
            }
        });
    }

    private byte[] body(Answer answer, String what) throws IOException {
        try (InputStream body = answer.response().body()) {
            byte[] bytes = body.readNBytes(MOST_PAGE_BYTES + 1);
            if (bytes.length > MOST_PAGE_BYTES) {
                throw answers.notAHub(what);
            }
            return bytes;
        }
    }

    private @Nullable URI next(URI address, @Nullable String link) {
        Matcher next = NEXT_PAGE.matcher(link == null ? "" : link);
        if (!next.find()) {
            return null;
        }
        try {
            URI page = address.resolve(next.group(1));
            if (connection.isHub(page)) {
                return page;
            }
        } catch (IllegalArgumentException e) {
            // Without the cause: such an address can grant access.
        }
        throw new HubException(
                Reason.INTEGRITY,
                connection.endpoint() + " continues the list of the files of the " + repository.described()
                        + " at an address that is invalid or not its own; it is not requested. Check HF_ENDPOINT and any proxy between");
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws TransientFailure;
    }

    private <T> T repeat(Question<T> question) {
        Backoff backoff = new Backoff(attempts, pause);
        while (true) {
            try {
                return question.ask();
            } catch (TransientFailure failure) {
                backoff.afterFailure(failure);
            }
        }
    }
}
