package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.SyntheticStream.Inputs;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.PerennialDataConverter;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.monitor.MonitorRequest;
import dev.perennial.workflows.monitor.MonitorWorkflow;
import dev.perennial.workflows.monitor.MonitorWorkflowImpl;
import dev.perennial.workflows.monitor.ProfileActivities;
import dev.perennial.workflows.monitor.ProfileActivities.ProfiledBatch;
import dev.perennial.workflows.monitor.ProfileActivities.ProfiledWindow;
import dev.perennial.workflows.monitor.ProfileActivities.SegmentPlan;
import dev.perennial.workflows.monitor.WindowReport;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fan-out over segments with the real workflow, two workers and what each of them reads. */
@Timeout(120)
class SegmentFanOutTest {
    @TempDir
    Path directory;

    private final SyntheticStream stream = new SyntheticStream(7, 100);
    private final InMemoryObjectStore shared = new InMemoryObjectStore();
    private World world;

    @BeforeEach
    void open() {
        world = new World(directory, shared);
        world.bootstrap(stream);
        world.append(
                "monitor", TimelineKind.MONITORING_STARTED, new RegistryChange.MonitoringStarted(World.servingFrom()));
        serve(35, 44);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void twoWorkersReadEachSegmentOnceThoughOneOfThemIsKilled() {
        CountedStore first = new CountedStore(shared, 5);
        CountedStore second = new CountedStore(shared, Integer.MAX_VALUE);
        TestWorkflowEnvironment engine = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PerennialDataConverter.create())
                        .build())
                .build());
        WorkerFactory doomed = WorkerFactory.newInstance(engine.getWorkflowClient());
        WorkerFactory survivor = WorkerFactory.newInstance(engine.getWorkflowClient());
        try (Activities one = activities(first, "one");
                Activities two = activities(second, "two")) {
            doomed.newWorker(WorkflowIds.TASK_QUEUE).registerActivitiesImplementations(one.profiles());
            Worker worker = survivor.newWorker(WorkflowIds.TASK_QUEUE);
            worker.registerWorkflowImplementationTypes(MonitorWorkflowImpl.class);
            worker.registerActivitiesImplementations(two.monitor(), two.profiles());
            doomed.start();
            first.onReached(doomed::shutdownNow);
            MonitorWorkflow look = engine.getWorkflowClient()
                    .newWorkflowStub(
                            MonitorWorkflow.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(WorkflowIds.TASK_QUEUE)
                                    .build());
            WorkflowClient.start(look::run, new MonitorRequest(World.MODEL, Optional.of(window())));
            survivor.start();
            look.run(new MonitorRequest(World.MODEL, Optional.of(window())));
        } finally {
            survivor.shutdownNow();
            engine.close();
        }

        List<String> profiled = keys("profiles/model=synthetic/", "/segments/");
        assertThat(profiled).hasSameSizeAs(segments());
        List<String> written = new ArrayList<>(first.written);
        written.addAll(second.written);
        assertThat(first.written).isNotEmpty().hasSizeLessThanOrEqualTo(5);
        assertThat(written).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(profiled);
    }

    @Test
    void aSecondLookReadsOnlyNewSegmentsAndAddsWholeDays() {
        ProfileActivities profiles = world.activities.profiles();
        TimeWindow early = new TimeWindow(World.day(35), World.day(42));
        TimeWindow later = new TimeWindow(
                World.day(35).plus(Duration.ofHours(10)), World.day(42).plus(Duration.ofHours(10)));

        SegmentPlan first = profiles.plan(World.MODEL, early);
        List<ProfiledBatch> counted = countAll(profiles, first);
        ProfiledWindow sum = profiles.merge(World.MODEL, early);
        assertThat(first.missing()).isEqualTo(first.segments());
        assertThat(first.batches()).isLessThanOrEqualTo(64);
        assertThat(counted.stream().mapToInt(ProfiledBatch::read).sum()).isEqualTo(first.segments());
        assertThat(counted.stream().mapToLong(ProfiledBatch::rows).sum()).isEqualTo(700);
        assertThat(sum.rows()).isEqualTo(700);
        assertThat(sum.parts()).isEqualTo(7);
        assertThat(countAll(profiles, first)).allMatch(batch -> batch.read() == 0);

        SegmentPlan second = profiles.plan(World.MODEL, later);
        assertThat(second.segments()).isEqualTo(first.segments());
        assertThat(second.missing()).isEqualTo(1);
        assertThat(countAll(profiles, second).stream()
                        .mapToInt(ProfiledBatch::read)
                        .sum())
                .isEqualTo(1);
        ProfiledWindow shifted = profiles.merge(World.MODEL, later);
        assertThat(shifted.rows()).isEqualTo(rowsOf(later));
        assertThat(shifted.parts()).isEqualTo(6 + 1 + 1);
        assertThat(profiles.plan(World.MODEL, later).missing()).isZero();
    }

    @Test
    void aWindowThatCutsAnHourCountsOnlyItsOwnRows() {
        ProfileActivities profiles = world.activities.profiles();
        TimeWindow cut = new TimeWindow(World.day(36).plus(Duration.ofSeconds(9 * 3600 + 20)), World.day(37));

        assertThat(rowsOf(cut)).isEqualTo(90);
        assertThat(profiles.merge(World.MODEL, cut).rows()).isEqualTo(90);
        TimeWindow whole = new TimeWindow(World.day(36), World.day(37));
        assertThat(profiles.merge(World.MODEL, whole).rows()).isEqualTo(rowsOf(whole));
    }

    @Test
    void driftFromProfilesIsDriftFromRowsWhicheverWayTheProfilesWereMade() {
        countAll(world.activities.profiles(), world.activities.profiles().plan(World.MODEL, window()));
        var judged = world.activities.monitor().evaluate(World.MODEL, window(), Optional.empty());
        keys("profiles/", "").forEach(shared::delete);
        try (Activities fresh = activities(shared, "fresh")) {
            assertThat(fresh.monitor().evaluate(World.MODEL, window(), Optional.empty()))
                    .isEqualTo(judged);
        }
        WindowReport report = world.registry.document(judged.report(), WindowReport.class);
        assertThat(report.verdict().evidence().drift().currentRows()).isEqualTo(700);
    }

    @Test
    void theReportsDigestIsTheSameInAnyOrderGroupingAndNumberOfThreads() {
        TimeWindow window = new TimeWindow(
                World.day(35).plus(Duration.ofHours(10)), World.day(42).plus(Duration.ofHours(10)));
        Digest report = judged(world.activities, window);
        assertThat(judged(world.activities, window)).isEqualTo(report);

        for (int threads : new int[] {1, 4}) {
            keys("profiles/", "").forEach(shared::delete);
            try (Activities worker = activities(shared, "worker-" + threads, threads)) {
                SegmentPlan plan = worker.profiles().plan(World.MODEL, window);
                List<Integer> batches = new ArrayList<>(
                        IntStream.range(0, plan.batches()).boxed().toList());
                Collections.shuffle(batches, new Random(threads));
                assertThat(batches).hasSizeGreaterThan(10);
                inThreads(threads, batches, batch -> worker.profiles().count(World.MODEL, plan, batch));
                assertThat(judged(worker, window)).isEqualTo(report);
            }
        }

        keys("profiles/", "").forEach(shared::delete);
        try (Activities worker = activities(shared, "by-days", 2)) {
            for (int day : new int[] {39, 36, 41, 37}) {
                worker.profiles().merge(World.MODEL, new TimeWindow(World.day(day), World.day(day + 1)));
            }
            assertThat(keys("profiles/", "/days/")).hasSize(4);
            assertThat(judged(worker, window)).isEqualTo(report);
        }
    }

    private static Digest judged(Activities worker, TimeWindow window) {
        return worker.monitor().evaluate(World.MODEL, window, Optional.empty()).report();
    }

    private static void inThreads(int threads, List<Integer> batches, Consumer<Integer> work) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.invoke(ForkJoinTask.adapt(() -> batches.parallelStream().forEach(work)));
        } finally {
            pool.shutdown();
        }
    }

    private static List<ProfiledBatch> countAll(ProfileActivities profiles, SegmentPlan plan) {
        List<ProfiledBatch> counted = new ArrayList<>();
        for (int batch = 0; batch < plan.batches(); batch++) {
            counted.add(profiles.count(World.MODEL, plan, batch));
        }
        return counted;
    }

    private Activities activities(ObjectStore store, String name) {
        return Activities.withoutHeartbeat(
                store, world.registry, world.clock, ActivitySettings.standard(directory.resolve(name)));
    }

    private Activities activities(ObjectStore store, String name, int threads) {
        return Activities.withoutHeartbeat(
                store,
                world.registry,
                world.clock,
                new ActivitySettings(directory.resolve(name), 512, threads, 1024, threads, Optional.empty()));
    }

    private static TimeWindow window() {
        return new TimeWindow(World.day(35), World.day(42));
    }

    private final List<LoggedPrediction> served = new ArrayList<>();

    private void serve(int from, int to) {
        for (int day = from; day < to; day++) {
            served.addAll(stream.day(World.day(day), Inputs.USUAL, SyntheticStream::law));
        }
        world.gateway.write(served);
    }

    private long rowsOf(TimeWindow window) {
        return served.stream()
                .filter(row -> !row.eventTime().isBefore(window.from())
                        && row.eventTime().isBefore(window.to()))
                .count();
    }

    private List<String> segments() {
        return keys("predictions/model=synthetic/", "").stream()
                .filter(key -> key.compareTo("predictions/model=synthetic/dt=2013-02-12") < 0)
                .toList();
    }

    private List<String> keys(String prefix, String part) {
        return shared.list(prefix, "", 100_000).stream()
                .filter(key -> key.contains(part))
                .collect(Collectors.toList());
    }

    /** Passes calls on, notes what was read and written, and stops for good at a given number of segments. */
    private static final class CountedStore implements ObjectStore {
        private final ObjectStore store;
        private final CountDownLatch untilStop;
        private final Queue<String> written = new ConcurrentLinkedQueue<>();
        private final CountDownLatch never = new CountDownLatch(1);
        private Runnable reached = () -> {};

        CountedStore(ObjectStore store, int segments) {
            this.store = store;
            untilStop = new CountDownLatch(segments);
        }

        void onReached(Runnable action) {
            reached = action;
        }

        @Override
        public CreateOutcome create(String key, byte[] content) {
            if (key.contains("/segments/")) {
                written.add(key);
            }
            return store.create(key, content);
        }

        @Override
        public boolean download(String key, Path target) {
            if (key.startsWith("predictions/")) {
                if (untilStop.getCount() == 0) {
                    hang();
                }
                untilStop.countDown();
                if (untilStop.getCount() == 0) {
                    reached.run();
                }
            }
            return store.download(key, target);
        }

        private void hang() {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Cannot go on: killed", e);
            }
        }

        @Override
        public CreateOutcome create(String key, Path file) {
            return store.create(key, file);
        }

        @Override
        public void overwrite(String key, byte[] content) {
            store.overwrite(key, content);
        }

        @Override
        public Optional<byte[]> read(String key) {
            return store.read(key);
        }

        @Override
        public boolean exists(String key) {
            return store.exists(key);
        }

        @Override
        public List<String> list(String prefix, String startAfter, int limit) {
            return store.list(prefix, startAfter, limit);
        }

        @Override
        public List<String> listFolders(String prefix) {
            return store.listFolders(prefix);
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }

        @Override
        public String address() {
            return store.address();
        }

        @Override
        public void close() {}
    }
}
