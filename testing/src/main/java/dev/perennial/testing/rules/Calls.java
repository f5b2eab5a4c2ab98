package dev.perennial.testing.rules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Conditions on what is called, by a call or by a method reference, in a lambda or not. */
final class Calls {
    private Calls() {}

    static ArchCondition<JavaClass> callsAny(String what, Predicate<Target> forbidden) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called) {
                        boolean hit = forbidden.test(new Target(called));
                        if (hit) {
                            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
                        }
                    }
                }
            }
        };
    }

    /** A method or constructor as it is named where it is called. */
    record Target(AccessTarget.CodeUnitAccessTarget called) {
        boolean isNamed(String name) {
            return called.getName().equals(name);
        }

        boolean isConstructor() {
            return isNamed("<init>");
        }

        boolean hasNoParameters() {
            return called.getRawParameterTypes().isEmpty();
        }

        boolean ownerIs(Class<?> type) {
            return called.getOwner().isAssignableTo(type);
        }

        String ownerName() {
            return called.getOwner().getName();
        }
    }
}
