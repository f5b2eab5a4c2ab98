package dev.perennial.monitoring.detector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.testing.SharedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oracle-frouros")
class FrourosDetectorsOracleTest {

    @ParameterizedTest
    @MethodSource("detectors")
    void everyAlarmIsWhereFrourosHasIt(String name, DetectorSettings settings) throws IOException {
        JsonNode recorded = new ObjectMapper()
                .readTree(SharedFiles.oracle("frouros_elec2_nochange.json").toFile())
                .required("detections")
                .required(name);
        List<Integer> expected = new ArrayList<>();
        recorded.forEach(index -> expected.add(index.asInt()));
        assertThat(Alarms.ofResetting(settings.start(), Elec2.noChangeErrors())).isEqualTo(expected);
    }

    static Stream<Arguments> detectors() {
        return Stream.of(
                Arguments.of("DDM", DetectorSettings.Ddm.standard()),
                Arguments.of("EDDM", DetectorSettings.Eddm.as(Convention.FROUROS)),
                Arguments.of("ADWIN", DetectorSettings.Adwin.as(Convention.FROUROS)),
                Arguments.of("PageHinkley", DetectorSettings.PageHinkley.standard()),
                Arguments.of("STEPD", DetectorSettings.Stepd.as(Convention.FROUROS)));
    }
}
