package dev.perennial.monitoring.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oracle-moa")
class MoaDetectorsOracleTest {

    private static final Pattern LINE = Pattern.compile("elec2_drifts=(\\d+)\\t.*first10=\\[(.*)]");

    @ParameterizedTest
    @MethodSource("detectors")
    void everyAlarmIsWhereMoaHasIt(String name, DetectorSettings settings) throws IOException {
        String line = Files.readAllLines(SharedFiles.oracle("moa_2024.07_elec2_and_null.txt")).stream()
                .filter(recorded -> recorded.startsWith(name + "\t"))
                .findFirst()
                .orElseThrow();
        Matcher recorded = LINE.matcher(line);
        assertThat(recorded.find()).isTrue();
        List<Integer> firstTen = recorded.group(2).isEmpty()
                ? List.of()
                : Arrays.stream(recorded.group(2).split(", "))
                        .map(Integer::valueOf)
                        .toList();
        List<Integer> alarms = Alarms.of(settings.start(), Elec2.noChangeErrors());
        assertThat(alarms).hasSize(Integer.parseInt(recorded.group(1)));
        assertThat(alarms.subList(0, firstTen.size())).isEqualTo(firstTen);
    }

    static Stream<Arguments> detectors() {
        return Stream.of(
                Arguments.of("DDM", DetectorSettings.Ddm.standard()),
                Arguments.of("EDDM", DetectorSettings.Eddm.standard()),
                Arguments.of("EDDM", DetectorSettings.Eddm.as(Convention.MOA)),
                Arguments.of("ADWINChangeDetector", DetectorSettings.Adwin.standard()),
                Arguments.of("ADWINChangeDetector", DetectorSettings.Adwin.as(Convention.MOA)),
                Arguments.of("PageHinkleyDM", DetectorSettings.PageHinkley.standard()),
                Arguments.of("STEPD", DetectorSettings.Stepd.standard()),
                Arguments.of("STEPD", DetectorSettings.Stepd.as(Convention.MOA)));
    }
}
