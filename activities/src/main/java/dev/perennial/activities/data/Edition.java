package dev.perennial.activities.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What stands in place of an hour's files from its creation on. Editions of an hour are numbered from 1 without gaps, each
 * created only if it is absent, and the newest is in force.
 *
 * @param number its number
 * @param file the key of the file with its rows; empty where it has none
 * @param covers the names of all files that it and its predecessors stand for, sorted: a file of such a name never counts
 *     again, not even when a gateway that missed the answer uploads it once more
 * @param rows how many rows its file has
 * @param createdAt by the clock of whoever created it: what it replaced goes some time after
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Edition(int number, Optional<String> file, List<String> covers, long rows, Instant createdAt) {
    Edition {
        if (number < 1 || rows < 0) {
            throw new IllegalArgumentException("Invalid edition: number " + number + " with " + rows + " rows");
        }
        covers = List.copyOf(covers);
    }
}
