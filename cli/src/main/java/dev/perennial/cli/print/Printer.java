package dev.perennial.cli.print;

import dev.perennial.cli.shell.Shell;

/**
 * Prints to a shell's streams. Text that came from elsewhere passes through {@link #printable}: a name or a comment must
 * not move the cursor of whoever reads it. Not safe for use by several threads.
 */
public final class Printer {
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final Shell shell;

    /** Prints in this shell. */
    public Printer(Shell shell) {
        this.shell = shell;
    }

    /** A line of the answer. */
    public void line(String text) {
        shell.out().println(text);
        shell.out().flush();
    }

    /** A line of advice, apart from the answer. */
    public void advice(String text) {
        shell.err().println(text);
        shell.err().flush();
    }

    /** How far a wait is: replaces what was said before on a terminal, is not said elsewhere. */
    public void progress(String text) {
        onTerminal(ERASE_LINE + text);
    }

    /** The wait is over. */
    public void progressEnded() {
        onTerminal(ERASE_LINE);
    }

    private void onTerminal(String text) {
        if (shell.attachment() == Shell.Attachment.TERMINAL) {
            shell.err().print(text);
            shell.err().flush();
        }
    }

    /** The text with every character that could act on a terminal replaced. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean acts = Character.isISOControl(point) || Character.getType(point) == Character.FORMAT;
            clean.appendCodePoint(acts ? '?' : point);
        });
        return clean.toString();
    }
}
