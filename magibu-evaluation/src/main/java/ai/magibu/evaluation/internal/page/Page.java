package ai.magibu.evaluation.internal.page;

import java.util.List;

/**
 * A page.
 *
 * @param title the title
 * @param lead the subject of the page in one or two sentences
 * @param sections the sections in their order
 */
public record Page(String title, String lead, List<Section> sections) {

    /** Copies the list. */
    public Page {
        sections = List.copyOf(sections);
    }

    /**
     * A part of a page that the page's table of contents names.
     *
     * @param title the heading
     * @param blocks the content
     */
    public record Section(String title, List<Block> blocks) {

        /** Copies the list. */
        public Section {
            blocks = List.copyOf(blocks);
        }
    }
}
