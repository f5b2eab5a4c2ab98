package dev.perennial.monitoring.compat;

import dev.perennial.monitoring.SharedTable;
import java.util.List;

/**
 * The windows on which the peers were run: January against February 2011 of the bike counts, the census reference against
 * single chunks of 5,000 rows.
 *
 * @param name the name of the section of the reference values
 * @param reference the reference
 * @param current the window
 * @param numeric the columns that are numbers; all others are categories
 */
public record PeerSplits(String name, SharedTable reference, SharedTable current, List<String> numeric) {
    public static final List<String> BIKE_NUMBERS =
            List.of("temp", "atemp", "hum", "windspeed", "casual", "registered", "cnt");
    public static final List<String> CENSUS_NUMBERS = List.of("AGEP", "predicted_probability");
    private static final int CHUNK = 5000;

    public static List<PeerSplits> all() {
        return List.of(bike(), census(0), census(20));
    }

    public static PeerSplits bike() {
        SharedTable rows = SharedTable.of("bike_hour.csv.gz");
        return new PeerSplits(
                "bike_2011-01-01..28_vs_2011-01-29..02-28",
                rows.where("dteday", day -> day.compareTo("2011-01-28") <= 0),
                rows.where("dteday", day -> day.compareTo("2011-01-29") >= 0 && day.compareTo("2011-02-28") <= 0),
                BIKE_NUMBERS);
    }

    public static PeerSplits census(int chunk) {
        return new PeerSplits(
                "census_MA_ref_vs_chunk" + chunk,
                SharedTable.of("employment_MA_reference.csv.gz"),
                SharedTable.of("employment_MA_analysis.csv.gz").rows(chunk * CHUNK, (chunk + 1) * CHUNK),
                CENSUS_NUMBERS);
    }
}
