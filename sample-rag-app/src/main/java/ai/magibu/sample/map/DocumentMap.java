package ai.magibu.sample.map;

import java.util.List;
import java.util.UUID;

/**
 * The chunks as points.
 *
 * @param sampled how many points there are
 * @param total how many chunks are stored
 */
public record DocumentMap(List<Point> points, int sampled, int total) {

    /**
     * @param chunk its position in its document
     * @param x from 0 to 1, as is y
     * @param text its beginning
     */
    public record Point(UUID documentId, String title, int chunk, float x, float y, String text) {}
}
