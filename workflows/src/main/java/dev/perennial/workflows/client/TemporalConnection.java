package dev.perennial.workflows.client;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.perennial.workflows.PerennialDataConverter;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to one namespace of Temporal, with this platform's encoding of messages. Opening it proves that the server
 * is there. Safe for use by several threads; closing it ends the clients made from it.
 */
public final class TemporalConnection implements AutoCloseable {
    private static final long CLOSING_SECONDS = 5;

    private final TemporalSettings settings;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient workflows;
    private final ScheduleClient schedules;
    private final BoundedCalls calls;

    private TemporalConnection(TemporalSettings settings, WorkflowServiceStubs stubs) {
        this.settings = settings;
        this.stubs = stubs;
        this.calls = new BoundedCalls(settings.address());
        String identity = ManagementFactory.getRuntimeMXBean().getName();
        this.workflows = WorkflowClient.newInstance(
                stubs,
                settings.client()
                        .setDataConverter(PerennialDataConverter.create())
                        .setIdentity(identity)
                        .build());
        this.schedules = ScheduleClient.newInstance(
                stubs,
                ScheduleClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setDataConverter(PerennialDataConverter.create())
                        .setIdentity(identity)
                        .build());
    }

    /**
     * Connects, and waits no longer than {@code limit} for the server's first answer.
     *
     * @throws TemporalUnavailableException naming the address, if there was none
     */
    public static TemporalConnection open(TemporalSettings settings, Duration limit) {
        return open(settings, limit, new NoopScope());
    }

    /** Connects, and reports the engine's own metrics to {@code metrics}. */
    public static TemporalConnection open(TemporalSettings settings, Duration limit, Scope metrics) {
        TemporalConnection connection = new TemporalConnection(
                settings,
                WorkflowServiceStubs.newServiceStubs(
                        settings.stubs().setMetricsScope(metrics).build()));
        try {
            connection.calls.within(limit, "connect", () -> {
                connection.stubs.connect(limit);
                return connection;
            });
            return connection;
        } catch (StatusRuntimeException | IllegalStateException e) {
            connection.abandon();
            throw new TemporalUnavailableException(
                    "Cannot connect to Temporal at " + settings + ": " + e.getMessage(), e);
        } catch (TemporalUnavailableException e) {
            connection.abandon();
            throw e;
        }
    }

    /** Starts, signals, updates and queries workflows. */
    public WorkflowClient workflows() {
        return workflows;
    }

    /** The bare schedules; {@link MonitorSchedules} is what is usually wanted. */
    public ScheduleClient schedules() {
        return schedules;
    }

    /** The service itself. */
    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    /** Calls to this server that come back in time. */
    public BoundedCalls calls() {
        return calls;
    }

    /** Where this connection goes, without secrets. */
    public TemporalSettings settings() {
        return settings;
    }

    private void abandon() {
        calls.close();
        stubs.shutdownNow();
    }

    @Override
    public void close() {
        calls.close();
        stubs.shutdown();
        if (!stubs.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
            stubs.shutdownNow();
        }
    }
}
