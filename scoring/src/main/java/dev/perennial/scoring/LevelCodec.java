package dev.perennial.scoring;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The levels of a category with something for each, in ascending order, so that a model has one spelling. */
final class LevelCodec {

    private LevelCodec() {}

    static <T> void write(ModelEncoder out, SortedMap<String, T> levels, BiConsumer<ModelEncoder, T> value) {
        out.i32(levels.size());
        for (Map.Entry<String, T> level : levels.entrySet()) {
            out.text(level.getKey());
            value.accept(out, level.getValue());
        }
    }

    static <T> SortedMap<String, T> read(ModelDecoder in, int bytesEach, Function<ModelDecoder, T> value) {
        int size = in.count("categories", CategoryFeature.MOST_CATEGORIES, 4 + bytesEach);
        SortedMap<String, T> levels = new TreeMap<>();
        for (int index = 0; index < size; index++) {
            String level = in.text("category");
            if (!levels.isEmpty() && levels.lastKey().compareTo(level) >= 0) {
                throw in.invalid("category \"" + level + "\" does not follow \"" + levels.lastKey() + "\"");
            }
            levels.put(level, value.apply(in));
        }
        return levels;
    }
}
