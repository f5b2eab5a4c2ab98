package dev.perennial.testing.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.perennial.testing.rules.Calls.callsAny;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Rules that hold in every module. A main class is one that declares {@code public static void main(String[])}. */
public final class GeneralRules {
    private static final DescribedPredicate<JavaClass> MAIN_CLASS =
            DescribedPredicate.describe("main classes", GeneralRules::declaresMain);

    private GeneralRules() {}

    /** All of them, for classes below {@code root}. */
    public static List<ArchRule> all(String root) {
        return List.of(
                packagesAreFreeOfCycles(root),
                packagesAreNullMarked(),
                standardStreamsBelongToMain(),
                javaUtilLoggingIsUnused(),
                stackTracesAreNotPrinted(),
                nobodySleeps(),
                theTimeIsInjected(),
                genericExceptionsAreNotThrown(),
                exceptionsAreFinal(),
                staticFieldsAreFinal(),
                rivalLibrariesAreUnused());
    }

    public static ArchRule packagesAreFreeOfCycles(String root) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getPackageName();
                        boolean own = name.equals(root) || name.startsWith(root + ".");
                        return own ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages below " + root;
                    }
                })
                .should()
                .beFreeOfCycles()
                .because("a feature that needs another which needs it back is one feature in two folders")
                .allowEmptyShould(true);
    }

    public static ArchRule packagesAreNullMarked() {
        return classes()
                .should(new ArchCondition<>("lie in a package whose package-info is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(
                                type, marked, type.getName() + " lies in a package without @NullMarked package-info"));
                    }
                })
                .because("NullAway looks at marked packages only");
    }

    public static ArchRule standardStreamsBelongToMain() {
        return noClasses()
                .that(DescribedPredicate.not(MAIN_CLASS))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("only the main class knows where output belongs, and hands it on; the rest logs")
                .allowEmptyShould(true);
    }

    public static ArchRule javaUtilLoggingIsUnused() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..")
                .because("there is one logging facade, SLF4J");
    }

    /** Printing to a stream that was handed in is the choice of whoever handed it in. */
    public static ArchRule stackTracesAreNotPrinted() {
        return noClasses()
                .should(callsAny(
                        "print a stack trace to the standard error",
                        target -> target.isNamed("printStackTrace")
                                && target.hasNoParameters()
                                && target.ownerIs(Throwable.class)))
                .because("an error is logged once, where it is handled");
    }

    public static ArchRule nobodySleeps() {
        return noClasses()
                .should(callsAny(
                        "sleep",
                        target -> target.isNamed("sleep")
                                && (target.ownerIs(Thread.class)
                                        || target.ownerIs(java.util.concurrent.TimeUnit.class))))
                .because("a sleep can neither be ended by closing nor by what it waits for;"
                        + " await a latch, park until a deadline or use a scheduler");
    }

    public static ArchRule theTimeIsInjected() {
        return noClasses()
                .that(DescribedPredicate.not(MAIN_CLASS))
                .should(callsAny("read the wall clock", Forbidden::readsTheWallClock))
                .because("time is event time, and a test must be able to move it: inject a Clock or InstantSource")
                .allowEmptyShould(true);
    }

    public static ArchRule genericExceptionsAreNotThrown() {
        return noClasses()
                .should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS)
                .because("a caller must be able to tell invalid, conflict, transient and unknown apart");
    }

    public static ArchRule exceptionsAreFinal() {
        return classes()
                .that(assignableTo(Throwable.class))
                .and(DescribedPredicate.not(modifier(ABSTRACT)))
                .should()
                .haveModifier(FINAL)
                .because("each kind of failure is one type that nobody refines")
                .allowEmptyShould(true);
    }

    public static ArchRule staticFieldsAreFinal() {
        return fields().that(modifier(STATIC).and(DescribedPredicate.not(modifier(JavaModifier.SYNTHETIC))))
                .should()
                .beFinal()
                .because("static state is shared by all tests and all models of a process")
                .allowEmptyShould(true);
    }

    public static ArchRule rivalLibrariesAreUnused() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.annotation..", "org.jetbrains..", "lombok..", "org.mockito..", "org.junit", "junit..")
                .because(
                        "there is one set of null annotations, one test framework, and no generated accessors or mocks");
    }

    static boolean declaresMain(JavaClass type) {
        return type.tryGetMethod("main", String[].class)
                .map(method -> method.getModifiers().contains(STATIC))
                .orElse(false);
    }
}
