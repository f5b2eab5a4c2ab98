package dev.perennial.scoring;

import dev.perennial.scoring.NumberFeature.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The schema section: a count, then each feature's kind, presence, name, and range or number of categories. */
final class SchemaCodec {

    private static final int NUMBER = 1;
    private static final int CATEGORY = 2;

    private SchemaCodec() {}

    static void write(ModelEncoder out, FeatureSchema schema) {
        out.i32(schema.size());
        for (Feature feature : schema.features()) {
            out.u8(feature.match(number -> NUMBER, category -> CATEGORY));
            out.u8(feature.presence() == Presence.REQUIRED ? 1 : 0);
            out.text(feature.name());
            if (feature instanceof NumberFeature number) {
                out.u8(number.range().isPresent() ? 1 : 0);
                number.range().ifPresent(range -> {
                    out.f64(range.low());
                    out.f64(range.high());
                });
            } else {
                out.i32(((CategoryFeature) feature).maxCategories());
            }
        }
    }

    static FeatureSchema read(ModelDecoder in) {
        int size = in.count("features", FeatureSchema.MOST_FEATURES, 7);
        List<Feature> features = new ArrayList<>(size);
        try {
            for (int index = 0; index < size; index++) {
                features.add(feature(in));
            }
            return new FeatureSchema(features);
        } catch (IllegalArgumentException refused) {
            throw in.invalid(refused);
        }
    }

    private static Feature feature(ModelDecoder in) {
        int kind = in.u8("kind of a feature");
        Presence presence = flag(in, "presence") ? Presence.REQUIRED : Presence.OPTIONAL;
        String name = in.text("feature name");
        if (kind == CATEGORY) {
            return new CategoryFeature(name, presence, in.i32("number of categories"));
        }
        if (kind != NUMBER) {
            throw in.invalid("feature " + name + " is of the unknown kind " + kind);
        }
        return new NumberFeature(name, presence, range(in));
    }

    private static Optional<Range> range(ModelDecoder in) {
        return flag(in, "range")
                ? Optional.of(new Range(in.f64("low end of a range"), in.f64("high end of a range")))
                : Optional.empty();
    }

    private static boolean flag(ModelDecoder in, String what) {
        int value = in.u8(what);
        if (value > 1) {
            throw in.invalid(what + " is " + value + ", 0 or 1 is expected");
        }
        return value == 1;
    }
}
