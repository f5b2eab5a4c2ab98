package dev.perennial.serving.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections a gateway accepts: as many as it has file descriptors for beside its own. Who comes when there are
 * none left waits in the operating system's queue, so that the log and the object store can always be reached.
 *
 * @param most from which on no more are accepted
 * @param again to which they must have fallen before more are
 */
record Connections(int most, int again) {
    /** For segments and uploads, and for what is loaded later. */
    private static final int OWN = 64;

    private static final int LEAST = 16;

    /** What the descriptors that this process may open leave at this moment. */
    static Connections ofThisProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean process) {
            return ofDescriptors(process.getMaxFileDescriptorCount() - process.getOpenFileDescriptorCount());
        }
        return ofDescriptors(Integer.MAX_VALUE);
    }

    static Connections ofDescriptors(long free) {
        int most = (int) Math.max(LEAST, Math.min(free - OWN, Integer.MAX_VALUE));
        return new Connections(most, most - 1);
    }
}
