package dev.perennial.activities.segments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words that codes point to: a chunk's dictionary, and what came without one. Not thread-safe. */
final class Words {
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();

    String word(int code) {
        return words.get(code);
    }

    int size() {
        return words.size();
    }

    void clear() {
        words.clear();
        codes.clear();
    }

    /** The next word of a dictionary. */
    void append(String word) {
        codes.putIfAbsent(word, words.size());
        words.add(word);
    }

    /** The code of a word, which is added if it is new. */
    int code(String word) {
        Integer known = codes.get(word);
        if (known != null) {
            return known;
        }
        append(word);
        return words.size() - 1;
    }
}
