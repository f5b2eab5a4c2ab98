package dev.perennial.testing.rules;

import dev.perennial.testing.rules.Calls.Target;
import java.io.Console;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.BaseStream;

/** Calls of the JDK whose outcome is not determined by their arguments, by kind. */
final class Forbidden {
    private static final Set<String> CLOCK_FACTORIES =
            Set.of("system", "systemUTC", "systemDefaultZone", "tick", "tickMillis", "tickSeconds", "tickMinutes");
    private static final Set<String> AWAITING =
            Set.of("await", "acquire", "lock", "lockInterruptibly", "take", "join", "wait", "park", "parkNanos");

    private Forbidden() {}

    static boolean readsTheWallClock(Target target) {
        boolean javaTimeNow = target.isNamed("now")
                && target.hasNoParameters()
                && target.ownerName().startsWith("java.time.");
        return javaTimeNow
                || (target.isNamed("currentTimeMillis") && target.ownerIs(System.class))
                || (target.isConstructor() && target.ownerIs(Date.class) && target.hasNoParameters());
    }

    static boolean drawsUnseeded(Target target) {
        return (target.isNamed("random") && target.ownerIs(Math.class))
                || (target.isNamed("random") && target.ownerIs(StrictMath.class))
                || (target.isNamed("randomUUID") && target.ownerIs(UUID.class))
                || target.ownerIs(ThreadLocalRandom.class)
                || target.ownerIs(SecureRandom.class)
                || (target.isConstructor()
                        && target.hasNoParameters()
                        && (target.ownerIs(Random.class) || target.ownerIs(SplittableRandom.class)))
                || (target.isNamed("shuffle")
                        && target.ownerIs(Collections.class)
                        && target.called().getRawParameterTypes().size() == 1);
    }

    /** All that a workflow must not do, because its replay would see something else. */
    static boolean breaksReplay(Target target) {
        return readsTheWallClock(target)
                || drawsUnseeded(target)
                || (target.isNamed("nanoTime") && target.ownerIs(System.class))
                || (CLOCK_FACTORIES.contains(target.called().getName()) && ownerIsClock(target))
                || usesThreads(target)
                || readsTheMachine(target);
    }

    private static boolean ownerIsClock(Target target) {
        return target.ownerName().equals("java.time.Clock")
                || target.ownerName().equals("java.time.InstantSource");
    }

    private static boolean usesThreads(Target target) {
        return (target.ownerIs(Thread.class) && !target.isNamed("currentThread"))
                || target.ownerIs(ExecutorService.class)
                || target.ownerIs(Executors.class)
                || target.ownerIs(CompletableFuture.class)
                || target.ownerIs(Timer.class)
                || target.ownerIs(LockSupport.class)
                || (target.isNamed("sleep") && target.ownerIs(TimeUnit.class))
                || target.isNamed("parallelStream")
                || (target.isNamed("parallel") && target.ownerIs(BaseStream.class))
                || (AWAITING.contains(target.called().getName())
                        && target.ownerName().startsWith("java.util.concurrent."))
                || (target.isNamed("wait") && target.ownerIs(Object.class) && isObject(target));
    }

    private static boolean isObject(Target target) {
        return target.ownerName().equals(Object.class.getName());
    }

    private static boolean readsTheMachine(Target target) {
        return target.ownerIs(File.class)
                || target.ownerIs(FileInputStream.class)
                || target.ownerIs(FileOutputStream.class)
                || target.ownerIs(RandomAccessFile.class)
                || target.ownerIs(Console.class)
                || target.ownerName().startsWith("java.nio.file.Files")
                || target.ownerName().startsWith("java.nio.channels.")
                || (target.ownerName().startsWith("java.net.")
                        && !target.ownerName().equals("java.net.URI"))
                || target.ownerName().startsWith("java.sql.")
                || (target.ownerIs(System.class)
                        && (target.isNamed("getenv")
                                || target.isNamed("getProperty")
                                || target.isNamed("identityHashCode")))
                || target.ownerIs(ProcessBuilder.class);
    }
}
