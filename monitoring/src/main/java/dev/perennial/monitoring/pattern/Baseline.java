package dev.perennial.monitoring.pattern;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Which earlier windows a window is compared with. All lie whole weeks back, so that hour and weekday agree. */
public enum Baseline {
    /** The window a week before: the same hour of the same weekday. */
    @JsonProperty("same-hour-last-week")
    SAME_HOUR_LAST_WEEK("the same hours last week", 1, 1, 1),
    /** The mean of the windows one, two, three and four weeks before; one of them may be absent. */
    @JsonProperty("four-weeks")
    FOUR_WEEKS("its four weeks before", 1, 4, 3),
    /** The window 52 weeks before. Feasts that move with the calendar do not agree. */
    @JsonProperty("year-on-year")
    YEAR_ON_YEAR("the same weeks a year before", 52, 52, 1);

    private static final int DAYS_OF_A_WEEK = 7;

    private final String words;
    private final int newestWeek;
    private final int oldestWeek;
    private final int leastWindows;

    Baseline(String words, int newestWeek, int oldestWeek, int leastWindows) {
        this.words = words;
        this.newestWeek = newestWeek;
        this.oldestWeek = oldestWeek;
        this.leastWindows = leastWindows;
    }

    /** The baseline as sentences name it. */
    public String words() {
        return words;
    }

    /** How far back the windows lie. */
    public List<Duration> lags() {
        return IntStream.rangeClosed(newestWeek, oldestWeek)
                .mapToObj(week -> Duration.ofDays((long) DAYS_OF_A_WEEK * week))
                .toList();
    }

    int leastWindows() {
        return leastWindows;
    }
}
