package dev.perennial.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.perennial.testing.rules.Calls.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rule that a workflow's code, followed from call to call, does nothing that a replay would see otherwise.
 *
 * <p>Followed are calls, method references and the bodies of lambdas, into every class of the product that was
 * imported, through interfaces into all their implementations, into static initialisers, and into what a library may
 * call on an object that was created on the way (a comparator, a supplier). Not followed are calls of activities and of other workflows: through a stub they do not run here. Calls into libraries are judged by name
 * and not followed.
 */
public final class ReplayRule {
    private static final String WORKFLOW = "io.temporal.workflow.WorkflowInterface";
    private static final Set<String> STUBBED = Set.of(WORKFLOW, "io.temporal.activity.ActivityInterface");

    private static final DescribedPredicate<JavaClass> IMPLEMENTS_A_WORKFLOW = DescribedPredicate.describe(
            "implement a workflow",
            type -> !type.isInterface()
                    && (type.getSimpleName().endsWith("WorkflowImpl")
                            || type.getAllRawInterfaces().stream().anyMatch(face -> face.isAnnotatedWith(WORKFLOW))));

    private ReplayRule() {}

    /** For every class below {@code root} that implements a workflow, by name or by interface, following calls into classes below {@code product}. */
    public static ArchRule workflowsAreReplayable(String root, String product) {
        return workflowsAreReplayable(root, product, STUBBED);
    }

    static ArchRule workflowsAreReplayable(String root, String product, Set<String> stubbed) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and(IMPLEMENTS_A_WORKFLOW)
                .should(new Replayable(product, stubbed))
                .because("a worker that takes a run over must come to the same commands from its history alone")
                .allowEmptyShould(true);
    }

    private static final class Replayable extends ArchCondition<JavaClass> {
        private final String product;
        private final Set<String> stubbed;

        Replayable(String product, Set<String> stubbed) {
            super("never read the clock, draw numbers, use threads or touch the machine, however deep");
            this.product = product + ".";
            this.stubbed = Set.copyOf(stubbed);
        }

        @Override
        public void check(JavaClass workflow, ConditionEvents events) {
            Map<JavaCodeUnit, Step> cameFrom = new LinkedHashMap<>();
            Deque<JavaCodeUnit> open = new ArrayDeque<>();
            for (JavaCodeUnit codeUnit : workflow.getCodeUnits()) {
                reach(codeUnit, new Step(Optional.empty()), cameFrom, open);
            }
            Set<String> reported = new HashSet<>();
            while (!open.isEmpty()) {
                JavaCodeUnit caller = open.remove();
                for (JavaAccess<?> access : caller.getAccessesFromSelf()) {
                    Step step = new Step(Optional.of(caller));
                    staticInitializer(access.getTargetOwner()).ifPresent(unit -> reach(unit, step, cameFrom, open));
                    if (access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called) {
                        String chain = chain(caller, called, cameFrom);
                        if (Forbidden.breaksReplay(new Target(called)) && reported.add(chain)) {
                            events.add(SimpleConditionEvent.violated(
                                    workflow, chain + " at " + access.getSourceCodeLocation()));
                        }
                        implementations(called).forEach(unit -> reach(unit, step, cameFrom, open));
                    }
                }
            }
        }

        private void reach(
                JavaCodeUnit codeUnit, Step step, Map<JavaCodeUnit, Step> cameFrom, Deque<JavaCodeUnit> open) {
            if (codeUnit.getOwner().getName().startsWith(product) && cameFrom.putIfAbsent(codeUnit, step) == null) {
                open.add(codeUnit);
            }
        }

        private Optional<? extends JavaCodeUnit> staticInitializer(JavaClass owner) {
            return owner.getName().startsWith(product) ? owner.getStaticInitializer() : Optional.empty();
        }

        private List<JavaCodeUnit> implementations(AccessTarget.CodeUnitAccessTarget called) {
            JavaClass owner = called.getOwner();
            if (!owner.getName().startsWith(product) || runsElsewhere(owner)) {
                return List.of();
            }
            List<JavaCodeUnit> found = new ArrayList<>();
            called.resolveMember().ifPresent(found::add);
            if (called.getName().equals("<init>")) {
                found.addAll(calledByLibraries(owner));
                return found;
            }
            String[] parameters = called.getRawParameterTypes().stream()
                    .map(JavaClass::getName)
                    .toArray(String[]::new);
            for (JavaClass subclass : owner.getAllSubclasses()) {
                subclass.tryGetMethod(called.getName(), parameters).ifPresent(found::add);
            }
            return found;
        }

        private boolean runsElsewhere(JavaClass owner) {
            return stubbed.stream().anyMatch(owner::isAnnotatedWith);
        }

        /** What a library may call on an object of ours: {@code compareTo}, {@code get}, {@code toString} and so on. */
        private List<JavaCodeUnit> calledByLibraries(JavaClass created) {
            Set<String> libraryMethods = Stream.concat(
                            created.getAllRawInterfaces().stream(), created.getAllRawSuperclasses().stream())
                    .filter(type -> !type.getName().startsWith(product))
                    .flatMap(type -> type.getMethods().stream())
                    .map(method -> method.getName() + "/"
                            + method.getRawParameterTypes().size())
                    .collect(Collectors.toSet());
            return created.getMethods().stream()
                    .filter(method -> libraryMethods.contains(method.getName() + "/"
                            + method.getRawParameterTypes().size()))
                    .map(method -> (JavaCodeUnit) method)
                    .toList();
        }

        private static String chain(
                JavaCodeUnit last, AccessTarget.CodeUnitAccessTarget called, Map<JavaCodeUnit, Step> cameFrom) {
            Deque<JavaCodeUnit> path = new ArrayDeque<>();
            Optional<JavaCodeUnit> at = Optional.of(last);
            while (at.isPresent()) {
                path.addFirst(at.get());
                at = Optional.ofNullable(cameFrom.get(at.get())).flatMap(Step::caller);
            }
            return path.stream().map(Replayable::shortName).collect(Collectors.joining(" -> ")) + " -> "
                    + called.getOwner().getSimpleName() + "." + called.getName();
        }

        private static String shortName(JavaCodeUnit codeUnit) {
            return codeUnit.getOwner().getSimpleName() + "." + codeUnit.getName();
        }
    }

    /** Who first called a code unit; nobody calls a workflow's own. */
    private record Step(Optional<JavaCodeUnit> caller) {}
}
