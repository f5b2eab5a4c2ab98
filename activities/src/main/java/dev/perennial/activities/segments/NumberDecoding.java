package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Holds;
import java.io.IOException;
import org.apache.parquet.format.Encoding;

/** Decodes the pages of a numeric chunk in batches small enough to stay in a processor's nearest cache. */
final class NumberDecoding {
    private static final int BATCH = 2048;

    /* Values of a dictionary are counted by code if each occurs so often; else that costs more than a search of its bin. */
    private static final long REPEATED = 4;

    private final ChunkPages pages;
    private final ParquetColumn column;
    private final NumberSink sink;
    private final RunLengths runs = new RunLengths();
    private final double[] batch = new double[BATCH];
    private final int[] codes = new int[BATCH];
    private final int[] present = new int[BATCH];
    private final double divisor;
    private double[] dictionary = {};
    private long[] dictionaryCounts = {};
    private boolean byCode;
    private long missing;

    private NumberDecoding(ChunkPages pages, ParquetColumn column, NumberSink sink) {
        this.pages = pages;
        this.column = column;
        this.sink = sink;
        divisor = Math.pow(10, column.scale());
    }

    /** Reads the chunk that the pages were opened on. */
    static void read(ChunkPages pages, ParquetColumn column, NumberSink sink) throws IOException {
        new NumberDecoding(pages, column, sink).read();
    }

    private void read() throws IOException {
        while (pages.next()) {
            if (pages.dictionary()) {
                readDictionary();
            } else if (pages.encoding() == Encoding.PLAIN) {
                readPlain();
            } else if (pages.encoding() == Encoding.RLE_DICTIONARY || pages.encoding() == Encoding.PLAIN_DICTIONARY) {
                readCodes();
            } else if (pages.encoding() == Encoding.RLE && column.holds() == Holds.BOOLEAN) {
                readBooleanRuns();
            } else {
                throw pages.unsupportedEncoding();
            }
        }
        for (int code = 0; code < dictionary.length; code++) {
            if (dictionaryCounts[code] > 0) {
                sink.repeated(dictionary[code], dictionaryCounts[code]);
            }
        }
        if (missing > 0) {
            sink.repeated(Double.NaN, missing);
        }
    }

    private void readDictionary() throws IOException {
        int size = pages.count();
        if (size < 0
                || column.holds().bytes() == 0
                || (long) size * column.holds().bytes() > pages.end() - pages.at()) {
            throw new IOException("a dictionary of " + size + " values in " + (pages.end() - pages.at()) + " bytes");
        }
        dictionary = new double[size];
        dictionaryCounts = new long[size];
        byCode = sink.order() == NumberSink.Order.ANY && REPEATED * size <= pages.valuesLeft();
        plain(pages.bytes(), pages.at(), dictionary, size);
    }

    private void readPlain() throws IOException {
        int at = pages.at();
        int bit = 0;
        for (int left = pages.count(); left > 0; left -= BATCH) {
            int rows = Math.min(BATCH, left);
            int some = pages.present(present, rows);
            if (column.holds() == Holds.BOOLEAN) {
                require(at + (bit + some + 7L) / 8);
                for (int index = 0; index < some; index++, bit++) {
                    batch[index] = pages.bytes()[at + (bit >> 3)] >> (bit & 7) & 1;
                }
            } else {
                int length = some * column.holds().bytes();
                require((long) at + length);
                plain(pages.bytes(), at, batch, some);
                at += length;
            }
            emit(rows, some);
        }
    }

    private void readBooleanRuns() throws IOException {
        int at = pages.at();
        require(at + 4L);
        int length = (int) LittleEndian.INTS.get(pages.bytes(), at);
        require(at + 4L + Integer.toUnsignedLong(length));
        runs.open(pages.bytes(), at + 4, at + 4 + length, 1);
        for (int left = pages.count(); left > 0; left -= BATCH) {
            int rows = Math.min(BATCH, left);
            int some = pages.present(present, rows);
            runs.read(codes, 0, some);
            for (int index = 0; index < some; index++) {
                batch[index] = codes[index];
            }
            emit(rows, some);
        }
    }

    private void readCodes() throws IOException {
        require(pages.at() + 1L);
        runs.open(pages.bytes(), pages.at() + 1, pages.end(), pages.bytes()[pages.at()]);
        for (int left = pages.count(); left > 0; left -= BATCH) {
            int rows = Math.min(BATCH, left);
            int some = pages.present(present, rows);
            runs.read(codes, 0, some);
            try {
                if (byCode) {
                    for (int index = 0; index < some; index++) {
                        dictionaryCounts[codes[index]]++;
                    }
                    missing += rows - some;
                } else {
                    for (int index = 0; index < some; index++) {
                        batch[index] = dictionary[codes[index]];
                    }
                    emit(rows, some);
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                throw new IOException("a value points outside its dictionary of " + dictionary.length, e);
            }
        }
    }

    private void require(long until) throws IOException {
        if (until > pages.end()) {
            throw new IOException("values end early");
        }
    }

    private void emit(int rows, int some) {
        if (some < rows) {
            int from = some;
            for (int row = rows - 1; row >= 0; row--) {
                batch[row] = present[row] == 1 ? batch[--from] : Double.NaN;
            }
        }
        sink.values(batch, rows);
    }

    private void plain(byte[] bytes, int at, double[] into, int count) {
        switch (column.holds()) {
            case DOUBLE -> {
                for (int index = 0; index < count; index++) {
                    into[index] = (double) LittleEndian.DOUBLES.get(bytes, at + 8 * index);
                }
            }
            case FLOAT -> {
                for (int index = 0; index < count; index++) {
                    into[index] = (float) LittleEndian.FLOATS.get(bytes, at + 4 * index);
                }
            }
            case INT -> {
                for (int index = 0; index < count; index++) {
                    into[index] = (int) LittleEndian.INTS.get(bytes, at + 4 * index);
                }
                unscale(into, count);
            }
            case UNSIGNED_INT -> {
                for (int index = 0; index < count; index++) {
                    into[index] = Integer.toUnsignedLong((int) LittleEndian.INTS.get(bytes, at + 4 * index));
                }
            }
            case LONG, MICROS -> {
                for (int index = 0; index < count; index++) {
                    into[index] = (long) LittleEndian.LONGS.get(bytes, at + 8 * index);
                }
                unscale(into, count);
            }
            case MILLIS -> {
                for (int index = 0; index < count; index++) {
                    into[index] = 1000.0 * (long) LittleEndian.LONGS.get(bytes, at + 8 * index);
                }
            }
            case NANOS -> {
                for (int index = 0; index < count; index++) {
                    into[index] = Math.floorDiv((long) LittleEndian.LONGS.get(bytes, at + 8 * index), 1000L);
                }
            }
            case BOOLEAN, TEXT -> throw new IllegalArgumentException("Invalid column: " + column + " holds no numbers");
        }
    }

    private void unscale(double[] values, int count) {
        if (column.scale() != 0) {
            for (int index = 0; index < count; index++) {
                values[index] /= divisor;
            }
        }
    }
}
