package dev.perennial.serving.wal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The appends that wait for the disk, bounded in bytes, and of those that were acknowledged already, in records. Any
 * thread may add; one at a time takes and gives back.
 */
final class AppendQueue {
    private final long mostBytes;
    private final int mostEarly;
    private final Queue<Append> queue = new ConcurrentLinkedQueue<>();
    private final Deque<Append> givenBack = new ArrayDeque<>(); // of whoever takes
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger early = new AtomicInteger();
    private volatile boolean holdsGivenBack;

    AppendQueue(long mostBytes, int mostEarly) {
        this.mostBytes = mostBytes;
        this.mostEarly = mostEarly;
    }

    /** Whether there was room; one append alone always finds some. */
    boolean add(Append append) {
        int length = append.frames().length;
        long before = bytes.getAndAdd(length);
        if (before > 0 && before + length > mostBytes) {
            bytes.addAndGet(-length);
            return false;
        }
        queue.add(append);
        return true;
    }

    /** Whether so many records more may be acknowledged unwritten; if so they count from now on. */
    boolean admitEarly(int records) {
        if (early.addAndGet(records) <= mostEarly) {
            return true;
        }
        early.addAndGet(-records);
        return false;
    }

    void withdrawEarly(int records) {
        early.addAndGet(-records);
    }

    /** The oldest appends of about so many bytes. What is taken counts until it is settled or given back. */
    List<Append> take(int aboutBytes) {
        List<Append> group = new ArrayList<>();
        int taken = takeFrom(givenBack, aboutBytes, group);
        takeFrom(queue, aboutBytes - taken, group);
        holdsGivenBack = !givenBack.isEmpty();
        return group;
    }

    /** The same, without those that were given back. */
    List<Append> takeNew(int aboutBytes) {
        List<Append> group = new ArrayList<>();
        takeFrom(queue, aboutBytes, group);
        return group;
    }

    private static int takeFrom(Queue<Append> queue, int aboutBytes, List<Append> group) {
        int taken = 0;
        while (taken < aboutBytes) {
            Append next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            taken += next.frames().length;
        }
        return taken;
    }

    /** These are no longer waiting. */
    void settle(List<Append> group) {
        for (Append append : group) {
            bytes.addAndGet(-append.frames().length);
            early.addAndGet(-append.earlyRecords());
        }
    }

    /** These are to be taken again, before all that are not given back. */
    void giveBack(List<Append> group) {
        givenBack.addAll(group);
        holdsGivenBack = !givenBack.isEmpty();
    }

    boolean isEmpty() {
        return !holdsNew() && !holdsGivenBack;
    }

    boolean holdsNew() {
        return !queue.isEmpty();
    }

    long bytes() {
        return bytes.get();
    }

    int earlyRecords() {
        return early.get();
    }
}
