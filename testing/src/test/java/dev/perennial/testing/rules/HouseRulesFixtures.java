package dev.perennial.testing.rules;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What a rule finds in one of the fixture packages. */
final class HouseRulesFixtures {
    static final String ROOT = HouseRulesFixtures.class.getPackageName() + ".fixtures";

    private HouseRulesFixtures() {}

    static List<String> violations(ArchRule rule, String fixture) {
        return rule.evaluate(new ClassFileImporter().importPackages(ROOT + "." + fixture))
                .getFailureReport()
                .getDetails();
    }
}
