package dev.perennial.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.perennial.testing.rules.GeneralRules;
import dev.perennial.testing.rules.ModuleRules;
import dev.perennial.testing.rules.ReplayRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of the house about classes, for each module by one line:
 * {@code class RegistryHouseRulesTest extends HouseRules.ForModule {}}.
 */
public final class HouseRules {
    private static final String PRODUCT = "dev.perennial";

    private HouseRules() {}

    /** All rules that hold for the module in whose package the subclass lies, one test each. */
    public abstract static class ForModule {
        @TestFactory
        Stream<DynamicTest> holds() {
            String module = moduleOf(getClass());
            JavaClasses own = classesBelow(PRODUCT + "." + module);
            Stream<DynamicTest> aboutModule = rules(module).stream().map(rule -> test(rule, own));
            if (!module.equals("workflows")) {
                return aboutModule;
            }
            ArchRule replay = ReplayRule.workflowsAreReplayable(PRODUCT + ".workflows", PRODUCT);
            return Stream.concat(aboutModule, Stream.of(test(replay, classesBelow(PRODUCT))));
        }

        private static JavaClasses classesBelow(String root) {
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/jmh_generated/"))
                    .importPackages(root);
        }

        private static DynamicTest test(ArchRule rule, JavaClasses classes) {
            return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes));
        }
    }

    /** The rules that look at the classes of {@code dev.perennial.<module>} alone. */
    static List<ArchRule> rules(String module) {
        String root = PRODUCT + "." + module;
        List<ArchRule> rules = new ArrayList<>(GeneralRules.all(root));
        rules.add(ModuleRules.onlyOnePackageTouchesDatabases(root, PRODUCT + ".activities.data"));
        if (module.equals("monitoring") || module.equals("scoring")) {
            rules.addAll(ModuleRules.pure(root));
        }
        if (module.equals("workflows")) {
            rules.add(ModuleRules.workflowsLogThroughTemporal(root));
            rules.add(ModuleRules.workflowsHaveNoStaticMutableFields(root));
        }
        if (!module.equals("cli") && !module.equals("benchmarks")) {
            rules.add(ModuleRules.nobodyHasAMain(root));
        }
        return List.copyOf(rules);
    }

    private static String moduleOf(Class<?> test) {
        String name = test.getPackageName();
        if (!name.startsWith(PRODUCT + ".")) {
            throw new IllegalStateException(
                    "Cannot find the module of " + test.getName() + ": expected a package below " + PRODUCT);
        }
        return name.substring(PRODUCT.length() + 1).split("\\.", 2)[0];
    }
}
