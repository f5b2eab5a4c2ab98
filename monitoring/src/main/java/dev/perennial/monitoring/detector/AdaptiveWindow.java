package dev.perennial.monitoring.detector;

import java.util.Arrays;

/** {@link DetectorSettings.Adwin}. */
final class AdaptiveWindow implements Detector {

    /*
     * Row i holds up to six buckets of 2^i values each, oldest first; when a row is full its two oldest become one bucket of
     * the next row. Values are kept as differences from the first one, so that sums of squares lose nothing to a large mean.
     *
     * A cut between n older and m newer values is made where |difference of means| > sqrt(2 h v d) + (2/3) d h, with
     * h = 1/(n - c) + 1/(m - c), v the window's variance and d = ln(2 ln(width) / delta). Multiplied by all denominators and
     * squared, that needs neither a root nor a division for a cut.
     */

    private static final int BUCKETS = 6;
    private static final int ROWS = 50;
    private static final int LEAST_WIDTH = 10;

    private final DetectorSettings.Adwin settings;
    private final int every;
    private final boolean eitherWay;
    private final boolean skipsLastOfRow;
    private final double leastPart;
    private final double correction;
    private final int[] filled = new int[ROWS];
    private final double[] sums = new double[ROWS * BUCKETS];
    private final double[] squares = new double[ROWS * BUCKETS];
    private int level = Level.STABLE;
    private int rows = 1;
    private int untilLook;
    private double origin;
    private double width;
    private double sum;
    private double sumOfSquares;

    AdaptiveWindow(DetectorSettings.Adwin settings) {
        this.settings = settings;
        every = settings.every();
        untilLook = every;
        boolean frouros = settings.convention() == Convention.FROUROS;
        eitherWay = frouros;
        skipsLastOfRow = frouros;
        leastPart = frouros ? 5 : 6;
        correction = frouros ? 6 : 4;
    }

    AdaptiveWindow(DetectorSettings.Adwin settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.numbers();
        level = Level.of(snapshot.state());
        untilLook = (int) registers[0];
        origin = registers[1];
        rows = (int) registers[2];
        int next = 3;
        for (int row = 0; row < rows; row++) {
            filled[row] = (int) registers[next++];
            for (int bucket = 0; bucket < filled[row]; bucket++) {
                sums[row * BUCKETS + bucket] = registers[next++];
                squares[row * BUCKETS + bucket] = registers[next++];
                width += Math.scalb(1.0, row);
            }
        }
        sum = registers[next++];
        sumOfSquares = registers[next];
    }

    @Override
    public DetectionState add(double value) {
        if (!(Math.abs(value) <= Values.LARGEST)) {
            throw Values.tooLarge(value);
        }
        if (width == 0) {
            origin = value;
        }
        double shifted = value - origin;
        int at = filled[0]++;
        sums[at] = shifted;
        squares[at] = shifted * shifted;
        sum += shifted;
        sumOfSquares += shifted * shifted;
        width++;
        if (at == BUCKETS - 1) {
            compress();
        }
        if (--untilLook > 0) {
            return say(Level.STABLE);
        }
        untilLook = every;
        return say(look(width == 1 ? 0 : (sum - shifted) / (width - 1)));
    }

    private int look(double meanBefore) {
        if (width <= LEAST_WIDTH) {
            return Level.STABLE;
        }
        boolean cut = false;
        while (hasCut()) {
            dropOldest();
            cut = true;
        }
        return cut && (eitherWay || sum / width > meanBefore) ? Level.DRIFT : Level.STABLE;
    }

    private void compress() {
        int row = 0;
        while (filled[row] == BUCKETS) {
            int from = row * BUCKETS;
            int to = from + BUCKETS + filled[row + 1]++;
            sums[to] = sums[from] + sums[from + 1];
            squares[to] = squares[from] + squares[from + 1];
            drop(row, 2);
            row++;
            rows = Math.max(rows, row + 1);
        }
    }

    private void drop(int row, int count) {
        int from = row * BUCKETS;
        int left = filled[row] - count;
        for (int i = from; i < from + left; i++) {
            sums[i] = sums[i + count];
            squares[i] = squares[i + count];
        }
        filled[row] = left;
    }

    private boolean hasCut() {
        double depth = Math.log(2 * Math.log(width) / settings.confidence());
        double variance = Math.max(0, (sumOfSquares - sum * sum / width) / width);
        double spread = 2 * variance * depth;
        double slack = 2.0 / 3 * depth;
        double n = 0;
        double older = 0;
        for (int row = rows - 1; row >= 0; row--) {
            double size = 1L << row;
            int from = row * BUCKETS;
            int last = from + filled[row] - (skipsLastOfRow || row == 0 ? 1 : 0);
            for (int bucket = from; bucket < last; bucket++) {
                n += size;
                older += sums[bucket];
                double m = width - n;
                if (n <= leastPart || m <= leastPart) {
                    continue;
                }
                double product = n * m;
                double corrected = (n - correction) * (m - correction);
                double both = n + m - 2 * correction;
                double beyond = Math.abs(older * m - (sum - older) * n) * corrected - slack * both * product;
                if (beyond > 0 && beyond * beyond > spread * both * corrected * product * product) {
                    return true;
                }
            }
        }
        return false;
    }

    private void dropOldest() {
        int row = rows - 1;
        sum -= sums[row * BUCKETS];
        sumOfSquares -= squares[row * BUCKETS];
        width -= 1L << row;
        drop(row, 1);
        if (filled[row] == 0) {
            rows--;
        }
    }

    private DetectionState say(int said) {
        level = said;
        return Level.state(said);
    }

    @Override
    public DetectionState state() {
        return Level.state(level);
    }

    @Override
    public long values() {
        return (long) width;
    }

    @Override
    public void reset() {
        level = Level.STABLE;
        Arrays.fill(filled, 0);
        rows = 1;
        untilLook = every;
        width = 0;
        sum = 0;
        sumOfSquares = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        double[] registers = new double[5 + rows + 2 * BUCKETS * rows];
        registers[0] = untilLook;
        registers[1] = origin;
        registers[2] = rows;
        int next = 3;
        for (int row = 0; row < rows; row++) {
            registers[next++] = filled[row];
            for (int bucket = row * BUCKETS; bucket < row * BUCKETS + filled[row]; bucket++) {
                registers[next++] = sums[bucket];
                registers[next++] = squares[bucket];
            }
        }
        registers[next++] = sum;
        registers[next++] = sumOfSquares;
        return DetectorSnapshot.of(settings, state(), Arrays.copyOf(registers, next));
    }
}
