package dev.perennial.activities.segments;

import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * A flat column of a Parquet file.
 *
 * @param leaf its place among the chunks of a row group
 * @param holds how its values are read
 * @param presence whether it may be without a value, and so has definition levels
 * @param scale the power of ten that a decimal is divided by
 */
record ParquetColumn(String name, int leaf, Holds holds, Presence presence, int scale) {

    /** How values are stored, and what a number of this column is. */
    enum Holds {
        DOUBLE(8),
        FLOAT(4),
        INT(4),
        UNSIGNED_INT(4),
        LONG(8),
        /** Read as microseconds. */
        MILLIS(8),
        /** Read as microseconds. */
        MICROS(8),
        /** Read as microseconds, rounded down. */
        NANOS(8),
        BOOLEAN(0),
        TEXT(0);

        private final int bytes;

        Holds(int bytes) {
            this.bytes = bytes;
        }

        /** The width of a plain value; 0 where it is not whole bytes or varies. */
        int bytes() {
            return bytes;
        }
    }

    /** Whether rows may lack a value. */
    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    boolean optional() {
        return presence == Presence.OPTIONAL;
    }

    static Holds holds(SchemaElement element) {
        Type type = element.getType();
        LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : new LogicalType();
        return switch (type) {
            case DOUBLE -> Holds.DOUBLE;
            case FLOAT -> Holds.FLOAT;
            case BOOLEAN -> Holds.BOOLEAN;
            case INT32 -> isUnsigned(logical) ? Holds.UNSIGNED_INT : Holds.INT;
            case INT64 -> whole(element, logical);
            case BYTE_ARRAY -> {
                if (logical.isSetDECIMAL()) {
                    throw unsupported(element, "a decimal in bytes");
                }
                yield Holds.TEXT;
            }
            case INT96 -> throw unsupported(element, "INT96");
            case FIXED_LEN_BYTE_ARRAY -> throw unsupported(element, "FIXED_LEN_BYTE_ARRAY");
        };
    }

    private static Holds whole(SchemaElement element, LogicalType logical) {
        if (logical.isSetTIMESTAMP()) {
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            return unit.isSetMILLIS() ? Holds.MILLIS : unit.isSetMICROS() ? Holds.MICROS : Holds.NANOS;
        }
        if (element.isSetConverted_type()) {
            switch (element.getConverted_type()) {
                case TIMESTAMP_MILLIS -> {
                    return Holds.MILLIS;
                }
                case TIMESTAMP_MICROS -> {
                    return Holds.MICROS;
                }
                case UINT_64 -> throw unsupported(element, "unsigned INT64");
                default -> {
                    return Holds.LONG;
                }
            }
        }
        return Holds.LONG;
    }

    private static boolean isUnsigned(LogicalType logical) {
        if (logical.isSetINTEGER()) {
            return !logical.getINTEGER().isIsSigned() && logical.getINTEGER().getBitWidth() == 32;
        }
        return false;
    }

    private static UnsupportedParquetException unsupported(SchemaElement element, String what) {
        return new UnsupportedParquetException("Cannot read column " + element.getName() + ": it is stored as " + what
                + ", expected BOOLEAN, INT32, INT64, FLOAT, DOUBLE or BYTE_ARRAY");
    }
}
