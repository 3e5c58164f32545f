package ai.magibu.evaluation.result;

import java.util.List;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;

/**
 * All results of one encoder under one protocol.
 *
 * @param encoder the settings of the encoder
 * @param protocol the rules
 * @param results the results in the order of the catalogue
 */
public record EvaluationRun(EncoderSettings encoder, Protocol protocol, List<TaskResult> results) {

    /** Copies the list. */
    public EvaluationRun {
        results = List.copyOf(results);
    }
}
