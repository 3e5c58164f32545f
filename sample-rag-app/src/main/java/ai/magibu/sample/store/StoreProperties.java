package ai.magibu.sample.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the vectors are kept.
 *
 * @param onModelChange What happens at start where the stored vectors are another model's, or of another length.
 */
@ConfigurationProperties("sample.store")
public record StoreProperties(@DefaultValue("refuse") OnModelChange onModelChange) {

    /** Vectors of two models say nothing about each other: mixing them is not among the choices. */
    public enum OnModelChange {
        /** Do not start. */
        REFUSE,
        /** Compute the vectors of all stored chunks anew, from their text. */
        REEMBED
    }
}
