package dev.perennial.benchmarks.join;

import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store whose objects are files of a directory, fetched by linking them: what is measured is the join, no network. */
final class DirectoryStore implements ObjectStore {
    private final Path root;

    DirectoryStore(Path root) {
        this.root = root;
    }

    @Override
    public CreateOutcome create(String key, byte[] content) {
        return created(key, target -> Files.write(target, content));
    }

    @Override
    public CreateOutcome create(String key, Path file) {
        return created(key, target -> Files.copy(file, target));
    }

    private CreateOutcome created(String key, Writing writing) {
        try {
            Path target = root.resolve(key);
            if (Files.exists(target)) {
                return CreateOutcome.IDENTICAL;
            }
            Files.createDirectories(target.getParent());
            writing.to(target);
            return CreateOutcome.CREATED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void overwrite(String key, byte[] content) {
        delete(key);
        create(key, content);
    }

    @Override
    public Optional<byte[]> read(String key) {
        try {
            Path file = root.resolve(key);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean download(String key, Path target) {
        try {
            Path file = root.resolve(key);
            if (!Files.exists(file)) {
                return false;
            }
            Files.createLink(target, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean exists(String key) {
        return Files.exists(root.resolve(key));
    }

    @Override
    public List<String> list(String prefix, String startAfter, int limit) {
        Path folder = root.resolve(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(key -> key.compareTo(startAfter) > 0)
                    .sorted()
                    .limit(limit)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> listFolders(String prefix) {
        Path folder = root.resolve(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName() + "/")
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(root.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String address() {
        return root.toString();
    }

    @Override
    public void close() {}

    @FunctionalInterface
    private interface Writing {
        void to(Path target) throws IOException;
    }
}
