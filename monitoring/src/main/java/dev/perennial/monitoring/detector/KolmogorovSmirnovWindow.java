package dev.perennial.monitoring.detector;

/** {@link DetectorSettings.Kswin}. */
final class KolmogorovSmirnovWindow implements Detector {

    /*
     * With two samples of n the distance is k/n, and P(distance >= k/n) = 2 sum_i (-1)^(i-1) C(2n, n - ik) / C(2n, n)
     * (B. V. Gnedenko, V. S. Korolyuk, 1951): the least k whose probability is small enough is found once, and the hot path
     * compares whole numbers. The draws are SplitMix64's (G. L. Steele, D. Lea, C. H. Flood, 2014), whose state is one long.
     */

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final DetectorSettings.Kswin settings;
    private final int size;
    private final int newest;
    private final int leastDistance;
    private final double[] window;
    private final int[] order;
    private final int[] swapped;
    private final double[] drawn;
    private final double[] recent;
    private int level = Level.STABLE;
    private int oldest;
    private int held;
    private long random;

    KolmogorovSmirnovWindow(DetectorSettings.Kswin settings) {
        this.settings = settings;
        size = settings.window();
        newest = settings.newest();
        leastDistance = leastDistance(newest, settings.level());
        window = new double[size];
        order = new int[size - newest];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        swapped = new int[newest];
        drawn = new double[newest];
        recent = new double[newest];
        random = settings.seed();
    }

    KolmogorovSmirnovWindow(DetectorSettings.Kswin settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.numbers();
        level = Level.of(snapshot.state());
        random = ((long) registers[0] << 32) | (long) registers[1];
        held = registers.length - 2;
        oldest = held == size ? 0 : held;
        System.arraycopy(registers, 2, window, 0, held);
    }

    /** The least whole distance whose exact p value is at most a level; one above the largest when there is none. */
    static int leastDistance(int n, double level) {
        for (int k = 1; k <= n; k++) {
            if (pValue(n, k) <= level) {
                return k;
            }
        }
        return n + 1;
    }

    /** The probability, without ties, that two samples of n of one distribution lie k/n or more apart. */
    static double pValue(int n, int k) {
        double total = 0;
        double term = 1;
        int from = 0;
        for (int i = 1; i * k <= n; i++) {
            for (int j = from; j < i * k; j++) {
                term *= (double) (n - j) / (n + j + 1);
            }
            from = i * k;
            total += i % 2 == 1 ? term : -term;
        }
        return Math.min(1, 2 * total);
    }

    @Override
    public DetectionState add(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            throw Values.notFinite(value);
        }
        if (level == Level.DRIFT) {
            reset();
        }
        window[oldest] = value;
        oldest = oldest + 1 == size ? 0 : oldest + 1;
        held = Math.min(size, held + 1);
        if (held < size) {
            return say(Level.STABLE);
        }
        draw();
        for (int i = 0; i < newest; i++) {
            insert(recent, i, window[at(size - newest + i)]);
        }
        return say(apart() ? Level.DRIFT : Level.STABLE);
    }

    /* Swaps are undone, so that the next draw depends on nothing but the generator. */
    private void draw() {
        int choices = order.length;
        for (int i = 0; i < newest; i++) {
            int other = i + below(choices - i);
            swapped[i] = other;
            int chosen = order[other];
            order[other] = order[i];
            order[i] = chosen;
            insert(drawn, i, window[at(chosen)]);
        }
        for (int i = newest - 1; i >= 0; i--) {
            int chosen = order[i];
            order[i] = order[swapped[i]];
            order[swapped[i]] = chosen;
        }
    }

    private int at(int age) {
        int index = oldest + age;
        return index >= size ? index - size : index;
    }

    private int below(int bound) {
        random += GOLDEN;
        long mixed = (random ^ (random >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((((mixed ^ (mixed >>> 31)) >>> 33) * bound) >>> 31);
    }

    private static void insert(double[] sorted, int count, double value) {
        int i = count;
        while (i > 0 && sorted[i - 1] > value) {
            sorted[i] = sorted[i - 1];
            i--;
        }
        sorted[i] = value;
    }

    private boolean apart() {
        int left = 0;
        int right = 0;
        while (left < newest && right < newest) {
            double value = Math.min(drawn[left], recent[right]);
            while (left < newest && drawn[left] <= value) {
                left++;
            }
            while (right < newest && recent[right] <= value) {
                right++;
            }
            if (Math.abs(left - right) >= leastDistance) {
                return true;
            }
        }
        return false;
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
        return held;
    }

    @Override
    public void reset() {
        level = Level.STABLE;
        oldest = 0;
        held = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        double[] registers = new double[2 + held];
        registers[0] = random >> 32;
        registers[1] = random & 0xFFFFFFFFL;
        int first = held == size ? oldest : 0;
        for (int i = 0; i < held; i++) {
            registers[2 + i] = window[(first + i) % size];
        }
        return DetectorSnapshot.of(settings, state(), registers);
    }
}
