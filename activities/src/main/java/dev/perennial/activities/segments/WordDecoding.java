package dev.perennial.activities.segments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.Encoding;

/** Decodes the pages of a chunk of texts into codes. */
final class WordDecoding {
    private static final int BATCH = 2048;

    /* Texts that came without a dictionary are forgotten beyond this many, so that a column of ids fits any heap. */
    private static final int MOST_WORDS = 1 << 16;

    private final ChunkPages pages;
    private final WordSink sink;
    private final RunLengths runs = new RunLengths();
    private final int[] batch = new int[BATCH];
    private final int[] present = new int[BATCH];
    private final Words words = new Words();
    private int dictionary;

    private WordDecoding(ChunkPages pages, WordSink sink) {
        this.pages = pages;
        this.sink = sink;
    }

    /** Reads the chunk that the pages were opened on. */
    static void read(ChunkPages pages, WordSink sink) throws IOException {
        new WordDecoding(pages, sink).read();
    }

    private void read() throws IOException {
        while (pages.next()) {
            if (pages.dictionary()) {
                readDictionary();
            } else if (pages.encoding() == Encoding.PLAIN) {
                readPlain();
            } else if (pages.encoding() == Encoding.RLE_DICTIONARY || pages.encoding() == Encoding.PLAIN_DICTIONARY) {
                readCodes();
            } else {
                throw pages.unsupportedEncoding();
            }
        }
        sink.forget(words);
    }

    private void readDictionary() throws IOException {
        sink.forget(words);
        words.clear();
        int at = pages.at();
        for (int index = 0; index < pages.count(); index++) {
            int length = length(at);
            words.append(text(at + Integer.BYTES, length));
            at += Integer.BYTES + length;
        }
        dictionary = words.size();
    }

    private void readPlain() throws IOException {
        int at = pages.at();
        for (int left = pages.count(); left > 0; left -= BATCH) {
            int rows = Math.min(BATCH, left);
            int some = pages.present(present, rows);
            if (words.size() > dictionary + MOST_WORDS) {
                sink.forget(words);
                String[] kept = new String[dictionary];
                for (int code = 0; code < dictionary; code++) {
                    kept[code] = words.word(code);
                }
                words.clear();
                for (String word : kept) {
                    words.append(word);
                }
            }
            for (int index = 0; index < some; index++) {
                int length = length(at);
                batch[index] = words.code(text(at + Integer.BYTES, length));
                at += Integer.BYTES + length;
            }
            emit(rows, some);
        }
    }

    private void readCodes() throws IOException {
        if (pages.at() >= pages.end()) {
            throw new IOException("values end early");
        }
        runs.open(pages.bytes(), pages.at() + 1, pages.end(), pages.bytes()[pages.at()]);
        for (int left = pages.count(); left > 0; left -= BATCH) {
            int rows = Math.min(BATCH, left);
            int some = pages.present(present, rows);
            runs.read(batch, 0, some);
            for (int index = 0; index < some; index++) {
                if (batch[index] < 0 || batch[index] >= dictionary) {
                    throw new IOException("a value points outside its dictionary of " + dictionary);
                }
            }
            emit(rows, some);
        }
    }

    private void emit(int rows, int some) {
        if (some < rows) {
            int from = some;
            for (int row = rows - 1; row >= 0; row--) {
                batch[row] = present[row] == 1 ? batch[--from] : WordSink.MISSING;
            }
        }
        sink.codes(batch, rows, words);
    }

    private int length(int at) throws IOException {
        int length = at + Integer.BYTES > pages.end() ? -1 : (int) LittleEndian.INTS.get(pages.bytes(), at);
        if (length < 0 || length > pages.end() - at - Integer.BYTES) {
            throw new IOException("a text claims " + length + " bytes, more than its page has left");
        }
        return length;
    }

    private String text(int at, int length) {
        return new String(pages.bytes(), at, length, StandardCharsets.UTF_8);
    }
}
