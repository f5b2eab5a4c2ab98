package dev.perennial.activities.segments;

/** A Parquet file is sound as far as one can tell, but uses a part of the format that this reader does not know. */
public final class UnsupportedParquetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedParquetException(String message) {
        super(message);
    }
}
