package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.activities.data.LogAnswer;
import dev.perennial.activities.data.LogQuestion;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Table;
import dev.perennial.monitoring.performance.LabelArrival;
import dev.perennial.monitoring.performance.LabelArrival.Observed;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many predictions have their label by what age, counted in the log. */
final class LabelAges implements LogAnswer {
    /* Ages in whole minutes: those of labels are rounded up, those of predictions that wait down. The log's own newest
     * moment is its present, so that the replay of an old year gives the curve of that year. */
    private static final String SQL =
            "SELECT CASE WHEN _labelled_at IS NULL THEN date_diff('second', _event_time, present)"
                    + " // 60 ELSE (date_diff('second', _event_time, _labelled_at) + 59) // 60 END AS minutes,"
                    + " count(_labelled_at), count(*) - count(_labelled_at) FROM joined, (SELECT greatest(max(_event_time),"
                    + " max(_labelled_at)) AS present FROM joined) GROUP BY 1";
    private static final int MEGABYTES = 1024;
    private static final List<Duration> AGES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(60),
            Duration.ofDays(90),
            Duration.ofDays(180));
    private static final Table TABLE = Table.of("/points", "No prediction has been waited for a minute yet")
            .column("AGE", "/age")
            .column("LABELLED", "/share")
            .column("FROM", "/lower")
            .column("TO", "/upper")
            .column("OLDER", "/older");

    private final List<Observed> observed = new ArrayList<>();

    static int show(Session session, String model, Optional<String> from, Optional<String> to) {
        LabelAges ages = new LabelAges();
        ModelName name = new ModelName(model);
        new LogSql(session).ask(new LogQuestion(name, LogSql.window(from, to), SQL), ages, MEGABYTES);
        LabelArrival curve = LabelArrival.of(ages.observed, AGES);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("model", model).put("predictions", curve.predictions()).put("labelled", curve.labelled());
        var points = answer.putArray("points");
        curve.points()
                .forEach(point -> points.addObject()
                        .put("age", PlainTime.of(point.age()))
                        .put("share", share(point.share()))
                        .put("lower", share(point.lower()))
                        .put("upper", share(point.upper()))
                        .put("older", point.older()));
        return session.show(answer, (shown, printer) -> {
            printer.line(curve.labelled() + " of " + curve.predictions() + " predictions have a label");
            TABLE.print(shown, printer);
        });
    }

    /* Four places: more is noise. */
    private static double share(double share) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4f", share));
    }

    @Override
    public void columns(List<String> names) {
        observed.clear();
    }

    @Override
    public boolean row(List<@Nullable Object> values) {
        observed.add(
                new Observed(Duration.ofMinutes(number(values.get(0))), number(values.get(1)), number(values.get(2))));
        return true;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
