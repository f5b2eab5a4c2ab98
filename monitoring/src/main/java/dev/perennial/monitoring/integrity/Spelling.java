package dev.perennial.monitoring.integrity;

import java.text.Normalizer;
import java.util.Locale;

/** What is left of a word when case, white space and the way its letters are encoded are taken away. */
final class Spelling {
    private static final int SHOWN = 40;

    private Spelling() {}

    /** The form in which two spellings of one category are equal. */
    static String normal(String word) {
        String composed = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(composed, Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}\\p{Cf}\\p{Cc}]+", " ")
                .strip();
    }

    /** The form in which two spellings of one column name are equal. */
    static String normalName(String name) {
        return normal(name).replaceAll("[\\s_.\\-]+", "");
    }

    /** A word as sentences may show it: short, and without characters that a terminal or a page would obey. */
    static String shown(String word) {
        String printable = word.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\uFFFD");
        if (printable.length() <= SHOWN) {
            return printable;
        }
        boolean amidCharacter = Character.isSurrogatePair(printable.charAt(SHOWN - 1), printable.charAt(SHOWN));
        return printable.substring(0, amidCharacter ? SHOWN - 1 : SHOWN) + "…";
    }
}
