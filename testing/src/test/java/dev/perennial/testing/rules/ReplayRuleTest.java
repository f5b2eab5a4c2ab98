package dev.perennial.testing.rules;

import static dev.perennial.testing.rules.HouseRulesFixtures.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.perennial.testing.rules.fixtures.helper.Remote;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayRuleTest {
    private final ArchRule rule =
            ReplayRule.workflowsAreReplayable(ROOT + ".workflows", ROOT, Set.of(Remote.Stubbed.class.getName()));
    private final List<String> violations = rule.evaluate(new ClassFileImporter().importPackages(ROOT))
            .getFailureReport()
            .getDetails();

    @Test
    void followsCallsThroughInterfacesLambdasInitialisersAndLibrariesAndReportsTheChain() {
        assertThat(violations)
                .hasSize(5)
                .anyMatch(line -> line.startsWith("ThroughInterfaceWorkflowImpl.run -> RandomPolicy.decide"
                        + " -> RandomPolicy.name -> UUID.randomUUID at (Policy.java:"))
                .anyMatch(line -> line.startsWith("ThroughLambdaWorkflowImpl.run -> System.nanoTime at"))
                .anyMatch(line -> line.startsWith(
                        "ThroughStaticInitialiserWorkflowImpl.run -> Settings.<clinit> -> System.getenv at"))
                .anyMatch(line ->
                        line.startsWith("ThroughLibraryWorkflowImpl.run -> ByAge.compare -> Clock.systemUTC at"))
                .anyMatch(line -> line.startsWith("InThreadsWorkflowImpl.run -> List.parallelStream at"));
    }

    @Test
    void acceptsSeedsStubsAndHarmlessImplementations() {
        assertThat(violations).noneMatch(line -> line.contains("ReplayableWorkflowImpl"));
    }
}
