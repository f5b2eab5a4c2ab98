package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.CategoryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A column of categories.
 *
 * @param rows rows that had the column
 * @param missing rows without a value
 * @param known rows of each known category, in the frame's order; empty for a column that nobody declared
 * @param unseen rows in categories that are not known
 * @param respelt those of them whose category is a known one but for case, white space or the encoding of its letters
 * @param unseenSample a sample of the unseen categories, with their rows
 * @param names what the sampled categories are called, by their digest in the sample
 */
public record CategoryFacts(
        long rows,
        long missing,
        List<Long> known,
        long unseen,
        long respelt,
        DigestSample unseenSample,
        SortedMap<String, String> names)
        implements ColumnFacts {

    /** How many unseen categories are kept by name: their number is then known to about an eighth. */
    static final int SAMPLED = 64;

    /** Checks that the counts add up. */
    public CategoryFacts {
        known = List.copyOf(known);
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        long counted = known.stream().mapToLong(Long::longValue).sum();
        if (rows != missing + counted + unseen || respelt > unseen || respelt < 0 || missing < 0) {
            throw new IllegalArgumentException("Invalid facts: " + rows + " rows, " + missing + " missing, " + counted
                    + " known, " + unseen + " unseen, " + respelt + " respelt");
        }
        if (!names.keySet().equals(unseenSample.counts().keySet())) {
            throw new IllegalArgumentException("Invalid names: expected one for each sampled category");
        }
    }

    static long[] counts(CategoryColumn column) {
        long[] counts = new long[column.dictionary().size()];
        for (int code : column.codes()) {
            if (code != CategoryColumn.MISSING) {
                counts[code]++;
            }
        }
        return counts;
    }

    static CategoryFacts of(CategoryColumn column, List<String> knownCategories, Map<String, String> spellings) {
        long[] counts = counts(column);
        long[] known = new long[knownCategories.size()];
        long unseen = 0;
        long respelt = 0;
        TreeMap<String, Long> sampled = new TreeMap<>();
        TreeMap<String, String> names = new TreeMap<>();
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] == 0) {
                continue;
            }
            String category = column.dictionary().get(code);
            int index = Collections.binarySearch(knownCategories, category);
            if (index >= 0) {
                known[index] += counts[code];
                continue;
            }
            unseen += counts[code];
            respelt += !spellings.isEmpty() && spellings.containsKey(Spelling.normal(category)) ? counts[code] : 0;
            String digest = DigestSample.key(Digests.of(category));
            sampled.merge(digest, counts[code], Long::sum);
            names.put(digest, Spelling.shown(category));
            if (sampled.size() > SAMPLED) {
                names.remove(sampled.pollLastEntry().getKey());
            }
        }
        long present = unseen + Arrays.stream(known).sum();
        return new CategoryFacts(
                column.rows(),
                column.rows() - present,
                Arrays.stream(known).boxed().toList(),
                unseen,
                respelt,
                new DigestSample(SAMPLED, sampled),
                names);
    }

    @Override
    public Optional<String> constant() {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) > 0) {
                used.add(i);
            }
        }
        if (used.size() == 1 && unseen == 0) {
            return Optional.of("known category " + used.get(0));
        }
        return used.isEmpty() && unseenSample.counts().size() == 1
                ? names.values().stream().findFirst()
                : Optional.empty();
    }

    @Override
    public ColumnFacts merge(ColumnFacts other) {
        if (!(other instanceof CategoryFacts that)) {
            return MistypedFacts.of(this).merge(other);
        }
        Require.sameLength(known.size(), that.known.size(), "known categories of the other facts");
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            sums.add(known.get(i) + that.known.get(i));
        }
        DigestSample merged = unseenSample.merge(that.unseenSample);
        TreeMap<String, String> mergedNames = new TreeMap<>(names);
        mergedNames.putAll(that.names);
        mergedNames.keySet().retainAll(merged.counts().keySet());
        return new CategoryFacts(
                rows + that.rows,
                missing + that.missing,
                sums,
                unseen + that.unseen,
                respelt + that.respelt,
                merged,
                mergedNames);
    }

    /** The most frequent unseen categories of the sample. */
    List<String> examples() {
        return unseenSample.counts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(entry -> names.getOrDefault(entry.getKey(), entry.getKey()))
                .toList();
    }
}
