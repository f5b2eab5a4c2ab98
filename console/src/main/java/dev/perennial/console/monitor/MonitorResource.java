package dev.perennial.console.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Page;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.console.report.ReportPage;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ModelState.EvaluatedWindow;
import dev.perennial.registry.log.ModelState.ImportedTable;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.client.MonitorSchedules.Condition;
import dev.perennial.workflows.client.MonitorSchedules.Look;
import dev.perennial.workflows.monitor.MonitorSummary;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.WindowReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Scheduled monitoring of a model, looks by hand, and the reports of its windows. */
public final class MonitorResource {
    private static final int TREND = 15;

    private final Registry registry;
    private final KnownModels models;
    private final Loop loop;
    private final InstantSource clock;
    private final Duration longestWait;

    /** Monitoring through this loop; a look by hand is waited for no longer than {@code longestWait}. */
    public MonitorResource(
            Registry registry, KnownModels models, Loop loop, InstantSource clock, Duration longestWait) {
        this.registry = registry;
        this.models = models;
        this.loop = loop;
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/models/{model}/monitor", this::show);
        routes.post("/api/v1/models/{model}/monitor/start", this::start);
        routes.post("/api/v1/models/{model}/monitor/resume", this::start);
        routes.post("/api/v1/models/{model}/monitor/pause", this::pause);
        routes.post("/api/v1/models/{model}/monitor/run", this::run);
        routes.get("/api/v1/models/{model}/reports", this::reports);
        routes.get("/api/v1/models/{model}/reports/<window>", this::report);
        routes.get("/api/v1/models/{model}/windows/<window>", this::document);
        routes.get("/api/v1/schemas/window-report", context -> schema(context, WindowReport.SCHEMA));
        routes.get("/api/v1/schemas/outcome-window-report", context -> schema(context, OutcomeWindowReport.SCHEMA));
    }

    private static void schema(Context context, String resource) {
        context.contentType("application/schema+json").result(Reports.schema(resource));
    }

    private void show(Context context) {
        Json.answer(context, monitor(models.state(context)));
    }

    private void start(Context context) {
        ModelState state = models.state(context);
        ModelSpec spec = registry.spec(state);
        Body body = Body.of(context, "from", "reason", "commandId");
        Actor actor = Parameters.actor(context);
        Optional<Instant> wanted = body.instant("from");
        if (state.monitoredFrom().isEmpty() || wanted.isPresent()) {
            Instant from = wanted.orElseGet(() -> resumption(state, spec));
            String reason = body.optional("reason").map(text -> ": " + text).orElse("");
            registry.append(
                    state.model(),
                    "monitor-start:" + body.commandId(),
                    newest -> new EntryDraft(
                            TimelineKind.MONITORING_STARTED,
                            actor,
                            Optional.empty(),
                            "Windows of " + state.model() + " that end after " + PlainTime.of(from) + " are evaluated, "
                                    + PlainTime.of(spec.monitor().window()) + " long and "
                                    + PlainTime.of(spec.monitor().every()) + " apart" + reason,
                            new RegistryChange.MonitoringStarted(from),
                            Evidence.none()));
        }
        loop.schedules().start(state.model(), spec.monitor().poll());
        Json.answer(context, monitor(registry.state(state.model())));
    }

    /**
     * After the last evaluated window; else from the first midnight after all that was imported, the declared reference and
     * all that the champion has learnt from, because only predictions are looked at; else from now on.
     */
    private Instant resumption(ModelState state, ModelSpec spec) {
        return state.lastWindow()
                .map(last -> last.window().to())
                .orElseGet(() -> Stream.of(
                                state.imports().stream().map(ImportedTable::to),
                                spec.external().stream()
                                        .map(external -> external.reference().to()),
                                state.championVersion().stream()
                                        .map(champion -> registry.manifest(champion)
                                                .trainedOn()
                                                .to()))
                        .flatMap(Function.identity())
                        .max(Comparator.naturalOrder())
                        .map(known ->
                                known.minusNanos(1).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS))
                        .orElseGet(clock::instant));
    }

    private void pause(Context context) {
        ModelState state = models.state(context);
        Body body = Body.of(context, "reason", "commandId");
        Actor actor = Parameters.actor(context);
        String reason = body.optional("reason").orElse("no reason given");
        registry.append(
                state.model(),
                "monitor-pause:" + body.commandId(),
                newest -> new EntryDraft(
                        TimelineKind.MONITORING_PAUSED,
                        actor,
                        Optional.empty(),
                        "Monitoring of " + state.model() + " is paused: " + reason,
                        new RegistryChange.MonitoringPaused(),
                        Evidence.none()));
        loop.schedules().pause(state.model(), reason);
        Json.answer(context, monitor(registry.state(state.model())));
    }

    private void run(Context context) {
        ModelState state = models.state(context);
        Body body = Body.of(context, "window", "wait", "commandId");
        Duration patience = body.optional("wait").map(MonitorResource::patience).orElse(longestWait);
        if (patience.compareTo(longestWait) > 0) {
            patience = longestWait;
        }
        Optional<TimeWindow> window = body.window("window");
        String look = window.map(wanted -> loop.startLook(state.model(), wanted))
                .or(() -> loop.triggerLook(state.model()))
                .orElseThrow(() -> ApiException.conflict("Cannot look at what is due of " + state.model()
                        + ": its monitoring is not started; start it, or name a window"));
        Optional<MonitorSummary> summary = patience.isZero() ? Optional.empty() : loop.look(look, patience);
        Json.answer(
                context,
                new Ran(
                        state.model(),
                        look,
                        summary.isPresent(),
                        summary.map(found -> found.judged().stream()
                                        .map(judged -> new Judged(
                                                judged.window(), judged.verdict(), judged.because(), judged.report()))
                                        .toList())
                                .orElse(List.of()),
                        summary.map(MonitorSummary::note).orElse("the look is under way")));
    }

    private static Duration patience(String text) {
        return Parameters.valid(() -> {
            try {
                return Duration.parse(text);
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException(
                        "Invalid body: 'wait' is '" + text + "', expected a duration such as PT30S", e);
            }
        });
    }

    private void reports(Context context) {
        ModelName model = models.state(context).model();
        Json.answer(context, new Listing(model, Reports.of(registry, model)));
    }

    private void report(Context context) {
        ModelName model = models.state(context).model();
        String wanted = context.pathParam("window");
        if (wanted.matches("[0-9a-f]{64}")) {
            Digest digest = new Digest(wanted);
            Json.answer(context, new ByDigest(model, digest, stored(digest)));
            return;
        }
        Reports.Evaluated evaluated = Reports.find(registry, model, wanted);
        Json.answer(context, new Report(model, evaluated, stored(evaluated.report())));
    }

    /* The document itself, or the page of it for a browser. */
    private void document(Context context) {
        ModelName model = models.state(context).model();
        String wanted = context.pathParam("window");
        Digest digest = wanted.matches("[0-9a-f]{64}")
                ? new Digest(wanted)
                : Reports.find(registry, model, wanted).report();
        JsonNode document = stored(digest);
        context.header("ETag", "\"" + digest + "\"").header("Vary", "Accept");
        if (wantsPage(context)) {
            List<JsonNode> earlier = Reports.before(registry, model, document, TREND).stream()
                    .map(this::stored)
                    .toList();
            Page.answer(context, new ReportPage(document, digest.hex(), earlier).html());
        } else {
            Json.answer(context, document);
        }
    }

    private static boolean wantsPage(Context context) {
        String accepted = context.header("Accept");
        return accepted != null && accepted.contains("text/html");
    }

    private JsonNode stored(Digest digest) {
        return registry.blob(digest)
                .map(Json::document)
                .orElseThrow(() -> ApiException.notFound("No report " + digest.abbreviated() + " in the store"));
    }

    private Monitor monitor(ModelState state) {
        Optional<Look> look = loop.schedules().describe(state.model());
        String condition = state.monitoredFrom().isEmpty()
                ? "off"
                : look.map(found -> found.condition() == Condition.PAUSED ? "paused" : "on")
                        .orElse("missing");
        return new Monitor(
                state.model(),
                condition,
                state.monitoredFrom(),
                state.lastWindow(),
                look.filter(found -> found.condition() == Condition.LOOKING).flatMap(Look::next),
                look.map(Look::looks).orElse(0L),
                state.alerts().stream()
                        .map(open -> new Alert(
                                state.model() + "/" + open.alert(),
                                open.severity(),
                                open.since(),
                                open.respondBy(),
                                open.acknowledgedBy(),
                                open.sentence()))
                        .toList());
    }

    private record Monitor(
            ModelName model,
            String condition,
            Optional<Instant> monitoredFrom,
            Optional<EvaluatedWindow> lastWindow,
            Optional<Instant> nextLook,
            long looks,
            List<Alert> alerts) {}

    private record Alert(
            String alert,
            String severity,
            Instant since,
            Optional<Instant> respondBy,
            Optional<Actor> acknowledgedBy,
            String sentence) {}

    private record Ran(ModelName model, String workflow, boolean done, List<Judged> judged, String note) {}

    private record Judged(TimeWindow window, String verdict, String because, Digest report) {}

    private record Listing(ModelName model, List<Reports.Evaluated> reports) {}

    private record Report(ModelName model, Reports.Evaluated evaluated, JsonNode report) {}

    private record ByDigest(ModelName model, Digest digest, JsonNode report) {}
}
