package dev.perennial.serving.wal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A log's files in a directory of the local file system. Thread-safe. */
final class DirectoryStorage implements LogStorage {
    /* What is read at a time: the thread keeps a buffer of this size outside the heap. */
    private static final int MOST_AT_A_TIME = 1 << 16;
    private static final int CLEARED_AT_A_TIME = 1 << 20;

    private final Path directory;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(MOST_AT_A_TIME).asReadOnlyBuffer();

    /** In this directory, which is created if absent. */
    DirectoryStorage(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        Path file = directory.resolve(name);
        return new ChannelFile(
                file,
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                zeros.duplicate());
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public int read(String name, byte[] into) throws IOException {
        try (InputStream in = Files.newInputStream(directory.resolve(name))) {
            int length = 0;
            int read = 0;
            while (read >= 0 && length < into.length) {
                read = in.read(into, length, Math.min(MOST_AT_A_TIME, into.length - length));
                length += Math.max(0, read);
            }
            return length;
        }
    }

    @Override
    public void cut(String name, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    @Override
    public void force(String name) throws IOException {
        force(directory.resolve(name));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /* By the mebibyte: a log that forces its own records meanwhile waits for no more than that. */
    @Override
    public long clear(String name) throws IOException {
        Path file = directory.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long length = channel.size();
            ByteBuffer some = zeros.duplicate();
            for (long at = 0; at < length; at += some.position()) {
                some.clear().limit((int) Math.min(some.capacity(), length - at));
                while (some.hasRemaining()) {
                    channel.write(some, at + some.position());
                }
                if ((at + some.position()) % CLEARED_AT_A_TIME == 0) {
                    channel.force(false);
                }
            }
            channel.force(false);
            return length;
        }
    }

    @Override
    public LogFile overwrite(String name) throws IOException {
        Path file = directory.resolve(name);
        return new ChannelFile(file, FileChannel.open(file, StandardOpenOption.WRITE), zeros.duplicate());
    }

    @Override
    public void forceNames() throws IOException {
        forceDirectory(directory);
    }

    /** Forces a directory's names, where the operating system has such a thing. */
    static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static final class ChannelFile implements LogFile {
        private final Path file;
        private final FileChannel channel;
        private final ByteBuffer zeros;
        private long reserved;

        private ChannelFile(Path file, FileChannel channel, ByteBuffer zeros) {
            this.file = file;
            this.channel = channel;
            this.zeros = zeros;
        }

        /* A channel closes when its thread is interrupted, and whoever leads a group may be any thread. */
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void reserve(long length) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                long at = Math.max(channel.position(), reserved);
                while (at < length) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
                    at += channel.write(zeros, at);
                    reserved = at;
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            reserved = 0;
            channel.truncate(length);
            channel.position(length);
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false);
            } catch (ClosedChannelException e) {
                // An interrupt closed it after all; the bytes are the file's, not the channel's.
                DirectoryStorage.force(file);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
