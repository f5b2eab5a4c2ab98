package dev.perennial.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.perennial.testing.rules.Calls.callsAny;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Rules that single modules must keep, each about the classes below one package. */
public final class ModuleRules {
    private ModuleRules() {}

    /** Statistics and scoring: pure functions. */
    public static List<ArchRule> pure(String root) {
        return List.of(touchesNothingOutside(root), drawsOnlyFromSeeds(root));
    }

    public static ArchRule touchesNothingOutside(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio..", "java.net..", "java.sql..", "org.slf4j..", "io.temporal..")
                .because("workflows call it and must be replayable, and its results must not depend on the machine");
    }

    public static ArchRule drawsOnlyFromSeeds(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should(callsAny("draw numbers without a seed", Forbidden::drawsUnseeded))
                .because("the same window must give the same verdict");
    }

    public static ArchRule workflowsLogThroughTemporal(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.slf4j.LoggerFactory")
                .because("Workflow.getLogger is silent during replay, a logger of LoggerFactory repeats every line");
    }

    public static ArchRule workflowsHaveNoStaticMutableFields(String root) {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and(HasModifiers.Predicates.modifier(JavaModifier.STATIC))
                .and(DescribedPredicate.not(HasModifiers.Predicates.modifier(JavaModifier.SYNTHETIC)))
                .should(new ArchCondition<>("be final and of a type that is not made to be changed") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        boolean kept = field.getModifiers().contains(JavaModifier.FINAL) && !isMutable(field);
                        events.add(new SimpleConditionEvent(field, kept, field.getFullName() + " can be changed"));
                    }
                })
                .because("all runs in a worker share it, and a replay finds it as another run left it")
                .allowEmptyShould(true);
    }

    /* List, Map and Set may hold List.of; the classes that exist only to be changed may not stand in a static field. */
    private static boolean isMutable(JavaField field) {
        JavaClass type = field.getRawType();
        boolean mutableCollection = (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
                && !type.isInterface()
                && type.getPackageName().startsWith("java.util");
        return mutableCollection
                || type.isArray()
                || type.isEquivalentTo(AtomicBoolean.class)
                || type.isEquivalentTo(AtomicInteger.class)
                || type.isEquivalentTo(AtomicLong.class)
                || type.isEquivalentTo(AtomicReference.class)
                || type.isEquivalentTo(ThreadLocal.class);
    }

    /** Below {@code root}, only {@code allowed} and what is below it may use JDBC. */
    public static ArchRule onlyOnePackageTouchesDatabases(String root, String allowed) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(allowed + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.duckdb..")
                .because("DuckDB's memory is native and must be bounded in one place: the data package of activities")
                .allowEmptyShould(true);
    }

    public static ArchRule nobodyHasAMain(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should(new ArchCondition<>("declare a main method") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (GeneralRules.declaresMain(type)) {
                            events.add(
                                    SimpleConditionEvent.satisfied(type, type.getName() + " declares a main method"));
                        }
                    }
                })
                .because("processes are started by the command line, which gives each its clock and settings");
    }
}
