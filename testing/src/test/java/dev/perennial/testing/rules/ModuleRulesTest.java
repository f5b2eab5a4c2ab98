package dev.perennial.testing.rules;

import static dev.perennial.testing.rules.HouseRulesFixtures.ROOT;
import static dev.perennial.testing.rules.HouseRulesFixtures.violations;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    @Test
    void pureClassesNeitherReadFilesNorDrawWithoutSeed() {
        assertThat(violations(ModuleRules.touchesNothingOutside(ROOT), "pure"))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("ReadsAFile"));
        assertThat(violations(ModuleRules.drawsOnlyFromSeeds(ROOT), "pure"))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("DrawsWithoutSeed"));
    }

    @Test
    void workflowsLogThroughTemporalAndShareNothing() {
        assertThat(violations(ModuleRules.workflowsLogThroughTemporal(ROOT), "workflows"))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("LogsWorkflowImpl"));
        assertThat(violations(ModuleRules.workflowsHaveNoStaticMutableFields(ROOT), "workflows"))
                .singleElement()
                .asString()
                .contains("InThreadsWorkflowImpl.COUNTS can be changed");
    }

    @Test
    void databasesBelongToOnePackage() {
        String below = ROOT + ".database";
        assertThat(violations(ModuleRules.onlyOnePackageTouchesDatabases(below, below + ".data"), "database"))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("Elsewhere"));
    }
}
