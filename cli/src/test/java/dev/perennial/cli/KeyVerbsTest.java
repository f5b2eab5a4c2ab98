package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.cli.RecordedShell.Ended;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.registry.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are made and named without any server. */
class KeyVerbsTest {
    @TempDir
    private Path folder;

    private final RecordedShell shell = new RecordedShell(Map.of("PERENNIAL_HOME", "/nowhere"));

    @Test
    void aNewKeyIsPrivateAndItsOtherHalfBesideIt() throws IOException {
        Path file = folder.resolve("signing.pem");
        Path pub = folder.resolve("signing.pem.pub");
        Ended made = shell.run("key", "new", file.toString());
        SigningKey key = SigningKey.parse(Files.readString(file));
        assertThat(made.status()).as(made.err()).isEqualTo(0);
        assertThat(made.out())
                .isEqualTo("key " + key.id() + "\n  workers:  PERENNIAL_SIGNING_KEY_FILE=" + file
                        + "\n  gateways: PERENNIAL_TRUSTED_KEYS_FILE=" + pub + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(TrustedKeys.parse(Files.readString(pub)).ids()).containsExactly(key.id());
        assertThat(shell.run("key", "show", file.toString()).out())
                .isEqualTo("KEY               HALF\n" + key.id() + "  private\n");
        assertThat(shell.run("key", "show", pub.toString()).out())
                .isEqualTo("KEY               HALF\n" + key.id() + "  public\n");
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        Path file = folder.resolve("signing.pem");
        shell.run("key", "new", file.toString());
        String secret = Files.readString(file);
        Ended again = shell.run("key", "new", file.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err())
                .isEqualTo("perennial: Cannot make a key: " + file + ".pub exists; name another file, or remove it\n");
        Files.delete(folder.resolve("signing.pem.pub"));
        assertThat(shell.run("key", "new", file.toString()).err()).contains(file + " exists");
        assertThat(Files.readString(file)).isEqualTo(secret);
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() throws IOException {
        Path file = Files.writeString(folder.resolve("other.txt"), "no key");
        Ended shown = shell.run("key", "show", file.toString());
        assertThat(shown.status()).isEqualTo(2);
        assertThat(shown.err()).contains("Invalid trusted keys: the text holds none, expected Ed25519 public keys");
        assertThat(shell.run("version", "sign", "risk@1", "--key", file.toString())
                        .err())
                .contains("Invalid signing key: the text holds 0 blocks 'PRIVATE KEY', expected an Ed25519");
        assertThat(shell.run("key", "show", folder.resolve("absent").toString()).status())
                .isEqualTo(2);
    }

    @Test
    void processesWantAWordOnKeys() {
        assertThat(shell.run("serve").err())
                .contains("Missing PERENNIAL_TRUSTED_KEYS or PERENNIAL_TRUSTED_KEYS_FILE: expected the public keys in"
                        + " PEM form whose signature makes a version be served (perennial key new), or the word none");
        assertThat(shell.run("worker").err())
                .contains("Missing PERENNIAL_SIGNING_KEY or PERENNIAL_SIGNING_KEY_FILE: expected the private key in"
                        + " PEM form that signs what is registered (perennial key new), or the word none");
        assertThat(shell.with("PERENNIAL_SIGNING_KEY_FILE", "/nowhere/key")
                        .run("worker")
                        .err())
                .contains("Invalid PERENNIAL_SIGNING_KEY_FILE: '/nowhere/key' cannot be read, expected the private");
    }
}
