package dev.perennial.monitoring.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Profiles of one layout as bytes and back. Equal profiles have equal bytes, so that the digest of the bytes is the
 * profile's. The form begins with {@code PSP}, the version {@value #VERSION} and a fingerprint of the layout, which itself
 * is not stored: a profile without its reference says nothing. Safe for use by several threads.
 */
public final class ProfileCodec {
    /** The version of the stored form; a change of what is stored must change it. */
    public static final int VERSION = 1;

    private static final int[] MAGIC = {'P', 'S', 'P'};

    private final ProfileLayout layout;
    private final long fingerprint;

    /** A codec for profiles of this layout. */
    public ProfileCodec(ProfileLayout layout) {
        this.layout = layout;
        fingerprint = layout.fingerprint();
    }

    /** The bytes of a profile. */
    public static byte[] encode(SegmentProfile profile) {
        ProfileWriter out = new ProfileWriter();
        for (int letter : MAGIC) {
            out.putByte(letter);
        }
        out.putByte(VERSION);
        out.putWord(profile.layout().fingerprint());
        out.putCount(profile.rows());
        for (ColumnCounts counts : profile.features().values()) {
            if (counts instanceof NumberCounts numbers) {
                numbers.write(out);
            } else if (counts instanceof CategoryCounts categories) {
                categories.write(out);
            }
        }
        profile.scores().write(out);
        profile.answers().forEach(answers -> answers.write(out));
        profile.slices().forEach(slice -> slice.write(out));
        return out.bytes();
    }

    /** The profile that {@link #encode} wrote; bytes of another layout or version, and damaged ones, are refused. */
    public SegmentProfile decode(byte[] bytes) {
        ProfileReader in = new ProfileReader(bytes);
        for (int letter : MAGIC) {
            if (in.takeByte() != letter) {
                throw in.damaged("it does not begin with PSP");
            }
        }
        int version = in.takeByte();
        if (version != VERSION) {
            throw in.damaged("its version is " + version + ", expected " + VERSION);
        }
        if (in.takeWord() != fingerprint) {
            throw in.damaged("it was counted over another layout");
        }
        long rows = in.takeNatural();
        Map<String, ColumnCounts> features = new LinkedHashMap<>();
        layout.features().columns().forEach((name, bins) -> {
            ColumnCounts counts = bins instanceof NumericBins numeric
                    ? NumberCounts.read(numeric, in)
                    : CategoryCounts.read((CategoryBins) bins, in);
            if (counts.rows() != rows) {
                throw in.damaged("feature " + name + " has " + counts.rows() + " rows of " + rows);
            }
            features.put(name, counts);
        });
        NumberCounts scores = NumberCounts.read(layout.score(), in);
        List<AnswerCounts> answers = new ArrayList<>();
        layout.arms()
                .forEach(arm -> answers.add(AnswerCounts.read(layout.score().size(), in)));
        List<OutcomeSums> slices = new ArrayList<>();
        layout.slices().forEach(slice -> slices.add(OutcomeSums.read(in)));
        in.end();
        return new SegmentProfile(layout, rows, features, scores, answers, slices);
    }
}
