package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The port to the disk of a write-ahead log: one flat directory. What was written is safe from a loss of power once the
 * file was forced, and the file's name once the names were forced after it was created. Implementations are safe for
 * use by several threads, but each file is written by one at a time.
 */
public interface LogStorage {
    /** The names of the files, sorted. */
    List<String> names() throws IOException;

    /** Creates a file; fails if the name is taken. */
    LogFile create(String name) throws IOException;

    /** All bytes of a file. */
    byte[] read(String name) throws IOException;

    /** Reads a file into an array as far as that goes; how many bytes those were. */
    default int read(String name, byte[] into) throws IOException {
        byte[] bytes = read(name);
        int length = Math.min(bytes.length, into.length);
        System.arraycopy(bytes, 0, into, 0, length);
        return length;
    }

    /** Cuts a file that nobody writes to this length and forces it. */
    void cut(String name, long length) throws IOException;

    /** Forces a file that nobody writes. */
    void force(String name) throws IOException;

    /** Removes a file; removing what is absent succeeds. */
    void delete(String name) throws IOException;

    /** Gives a file that nobody writes a name that is free. */
    void rename(String from, String to) throws IOException;

    /** Overwrites all of a file that nobody writes with zeros, forces them, and returns how many. */
    long clear(String name) throws IOException;

    /** Opens a file to be overwritten from its beginning; its length stays what it is until it is written beyond. */
    LogFile overwrite(String name) throws IOException;

    /** Forces what {@link #create}, {@link #rename} and {@link #delete} did to the directory. */
    void forceNames() throws IOException;

    /** A file that is being written at its end. */
    interface LogFile {
        /** Writes all bytes or throws; after a throw any part of them may be there. */
        void write(ByteBuffer bytes) throws IOException;

        /**
         * Makes the file so long with zeros behind what was written, which later writes replace: forcing those need not
         * force a new length too. After a throw some of the zeros may be there.
         */
        void reserve(long length) throws IOException;

        /** Goes back to a length at which the file was sound. */
        void truncate(long length) throws IOException;

        /** Returns once the disk has confirmed all that was written. */
        void force() throws IOException;

        void close() throws IOException;
    }
}
