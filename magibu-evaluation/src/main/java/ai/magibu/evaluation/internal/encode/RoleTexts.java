package ai.magibu.evaluation.internal.encode;

import java.util.List;

import ai.magibu.evaluation.api.TextRole;

/** Texts of one role. */
public record RoleTexts(TextRole role, List<String> texts) {}
