package ai.magibu.hub;

import ai.magibu.hub.HubConnection.Answer;
import ai.magibu.hub.HubException.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the answers of a hub into a file, its absence, or an exception that says what to do. */
final class HubAnswers {

    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

    private final RepositoryId repository;
    private final String revision;
    private final URI endpoint;
    private final boolean tokenSent;
    private final Redaction redaction;

    HubAnswers(RepositoryId repository, String revision, HubConnection connection) {
        this.repository = repository;
        this.revision = revision;
        this.endpoint = connection.endpoint();
        this.tokenSent = connection.hasToken();
        this.redaction = connection.redaction();
    }

    /** Returns the file that the answer to a HEAD request announces; empty if the repository does not have it. */
    Optional<RemoteFile> file(Answer answer, String name) throws TransientFailure {
        if (answer.status() == 404 && "EntryNotFound".equals(answer.header("X-Error-Code"))) {
            return Optional.empty();
        }
        boolean redirect = answer.status() / 100 == 3;
        if (answer.status() != 200 && !redirect) {
            throw failure(answer, name);
        }
        String commit = answer.header("X-Repo-Commit");
        String linked = answer.header("X-Linked-Etag");
        String etag = linked == null ? answer.header("ETag") : linked;
        Optional<ContentHash> hash = etag == null ? Optional.empty() : ContentHash.parse(etag.replaceFirst("^W/", "").replace("\"", ""));
        if (commit == null || !RepositoryId.isCommit(commit) || hash.isEmpty()) {
            throw answer.isHtml() ? html(name) : notAHub(name);
        }
        String linkedSize = answer.header("X-Linked-Size");
        String size = linkedSize == null && !redirect ? answer.header("Content-Length") : linkedSize;
        boolean encoded = linkedSize == null && answer.isEncoded(); // then the length is not the file's
        return Optional.of(new RemoteFile(commit, name, hash.get(), encoded ? -1 : size(size), null));
    }

    private static long size(@Nullable String header) {
        try {
            return header == null ? -1 : Math.max(-1, Long.parseLong(header.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether the answer to the request for a file says that the repository and the revision do not have it. */
    static boolean lacksFile(Answer answer) {
        String code = answer.header("X-Error-Code");
        return answer.status() == 404 && answer.ofHub() && (code == null || code.equals("EntryNotFound"));
    }

    /** The hub announced the file, and then does not have it. */
    HubException withdrawn(String name) {
        return new HubException(
                Reason.NOT_FOUND,
                "the " + repository.described() + " lists the file " + name + ", but " + endpoint
                        + " does not have it (404), at the revision \""
                        + revision + "\"; try again later, or request other files");
    }

    HubException notAHub(String name) {
        return new HubException(
                Reason.INTEGRITY,
                endpoint + " does not respond like a hub for " + name + " of " + repository
                        + " (no commit, or no hash of the content); check HF_ENDPOINT and the proxies between");
    }

    /** The page comes from a proxy, or from the login of a network. */
    HubException html(String name) {
        return new HubException(
                Reason.INTEGRITY,
                "an HTML page arrived instead of " + name + " of " + repository + ", as the login page of a network or a proxy sends it;"
                        + " open " + endpoint + " in a browser, and check HF_ENDPOINT and the proxy settings");
    }

    /**
     * Returns the exception for an answer with an error status.
     *
     * @throws TransientFailure if a later attempt may succeed
     */
    HubException failure(Answer answer, String name) throws TransientFailure {
        int status = answer.status();
        if (TRANSIENT.contains(status)) {
            throw new TransientFailure(overloaded(answer), retryAfter(answer), null);
        }
        if (!answer.ofHub()) {
            // A signed address may have expired; the next attempt gets a new one.
            throw new TransientFailure("the hub's storage answers " + status + " for " + name + " of " + repository, null, null);
        }
        String code = answer.header("X-Error-Code");
        if ("GatedRepo".equals(code)) {
            return new HubException(
                    Reason.ACCESS,
                    "the " + repository.described() + " is gated: log in at " + endpoint + "/" + repository.page()
                            + ", accept its terms, and "
                            + (tokenSent ? "use a token of that account with read access; the one in HF_TOKEN or the token file has none"
                                    : "set HF_TOKEN to a token of that account"));
        }
        if ("RevisionNotFound".equals(code)) {
            return new HubException(
                    Reason.NOT_FOUND,
                    "the " + repository.described() + " has no branch, tag or commit \"" + revision + "\" at " + endpoint);
        }
        if (status == 401) {
            return new HubException(
                    Reason.ACCESS,
                    tokenSent
                            ? endpoint + " rejects the token for " + repository + " (401): it is wrong or expired, or the "
                                    + repository.word() + " does not exist;"
                                    + " replace the one in HF_TOKEN or the token file"
                            : endpoint + " has no public " + repository.described() + " (401)" + noFolder()
                                    + "; check the name, or set HF_TOKEN if it is private");
        }
        if (status == 403) {
            return new HubException(
                    Reason.ACCESS,
                    endpoint + " denies access to " + repository + " (403)" + said(answer) + "; "
                            + (tokenSent ? "use a token with read access to it" : "set HF_TOKEN to a token with access to it"));
        }
        if (status == 404) {
            return new HubException(
                    Reason.NOT_FOUND,
                    endpoint + " has no " + repository.described() + " with the revision \"" + revision + "\"" + noFolder()
                            + "; check the name");
        }
        return new HubException(
                Reason.NETWORK, endpoint + " answers " + status + said(answer) + " for " + name + " of " + repository);
    }

    /** A model is often written as a relative path, which looks like the name of a repository. */
    private String noFolder() {
        return repository.kind() == RepositoryId.Kind.MODEL
                ? ", and there is no folder " + Path.of(repository.toString()).toAbsolutePath()
                : "";
    }

    private String overloaded(Answer answer) {
        String host = answer.ofHub() ? endpoint.toString() : "the storage behind " + endpoint;
        String wait =
                answer.header("Retry-After") == null ? "" : "; it says Retry-After: " + redaction.printable(answer.header("Retry-After"));
        return answer.status() == 429
                ? host + " has received too many requests from this machine (429)" + wait
                        + (tokenSent ? "" : "; with a token in HF_TOKEN the limit is higher")
                : host + " is unavailable (" + answer.status() + ")" + wait;
    }

    private String said(Answer answer) {
        String message = answer.header("X-Error-Message");
        return message == null ? "" : ": " + redaction.printable(message);
    }

    private static @Nullable Duration retryAfter(Answer answer) {
        String value = answer.header("Retry-After");
        if (value == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip())));
        } catch (NumberFormatException e) {
            try {
                Duration until = Duration.between(Instant.now(), ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
                return until.isNegative() ? Duration.ZERO : until;
            } catch (DateTimeParseException notADate) {
                return null;
            }
        }
    }
}
