package dev.perennial.testing.rules;

import static dev.perennial.testing.rules.HouseRulesFixtures.ROOT;
import static dev.perennial.testing.rules.HouseRulesFixtures.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GeneralRulesTest {
    private static final Pattern OFFENDER = Pattern.compile("Offences\\$(\\w+)");

    static Stream<Arguments> offenders() {
        return Stream.of(
                Arguments.of(GeneralRules.javaUtilLoggingIsUnused(), List.of("UsesJavaUtilLogging")),
                Arguments.of(GeneralRules.stackTracesAreNotPrinted(), List.of("PrintsAStackTrace")),
                Arguments.of(
                        GeneralRules.standardStreamsBelongToMain(),
                        List.of("PrintsAStackTrace", "TakesTheStandardOutput")),
                Arguments.of(GeneralRules.nobodySleeps(), List.of("SleepsByReference", "SleepsByUnit")),
                Arguments.of(
                        GeneralRules.theTimeIsInjected(), List.of("ReadsTheTimeByReference", "ReadsTheTimeInALambda")),
                Arguments.of(GeneralRules.genericExceptionsAreNotThrown(), List.of("ThrowsAnything")),
                Arguments.of(GeneralRules.exceptionsAreFinal(), List.of("OpenException")),
                Arguments.of(GeneralRules.staticFieldsAreFinal(), List.of("KeepsState")),
                Arguments.of(ModuleRules.nobodyHasAMain(ROOT), List.of("HasAMain")));
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void findsItsOffendersAndNobodyElse(ArchRule rule, List<String> offenders) {
        Set<String> found = violations(rule, "general").stream()
                .map(violation -> OFFENDER.matcher(violation)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyElementsOf(offenders);
        assertThat(rule.getDescription()).contains(", because ");
    }

    @Test
    void findsACycleOfPackages() {
        ArchRule rule = GeneralRules.packagesAreFreeOfCycles(ROOT);
        assertThat(violations(rule, "cycle")).hasSize(1).first().asString().contains("cycle.one", "cycle.other");
        assertThat(violations(rule, "helper")).isEmpty();
    }

    @Test
    void findsAPackageWithoutNullMarks() {
        ArchRule rule = GeneralRules.packagesAreNullMarked();
        assertThat(violations(rule, "unmarked")).hasSize(1).first().asString().contains("Unmarked lies in a package");
        assertThat(violations(rule, "general")).isEmpty();
    }
}
