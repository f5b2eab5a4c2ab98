package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a segment file, its reader finds the records that are there and no others. */
class SegmentFuzzTest {
    private static final int RECORDS = 40;

    @FuzzTest(maxDuration = "2m")
    void readsAnyBytesWithoutFailing(byte[] input) {
        SegmentContent.of(input).ifPresent(SegmentFuzzTest::isConsistent);
        isConsistent(SegmentContent.of(new SegmentHeader("gw1", 1, 1), input));
    }

    private static void isConsistent(SegmentContent content) {
        int end = 0;
        for (SegmentContent.Frame frame : content.frames()) {
            assertThat(content.payload(frame).remaining()).isEqualTo(frame.length());
            assertThat(frame.offset()).isGreaterThan(end);
            end = frame.offset() + frame.length();
        }
        assertThat(content.soundLength()).isGreaterThanOrEqualTo(end);
        assertThat(content.tornBytes()).isNotNegative();
        // What is kept of it reads the same.
        assertThat(SegmentContent.of(content.only(content.frames()))
                        .orElseThrow()
                        .frames())
                .hasSameSizeAs(content.frames());
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#many")
    void losesNoRecordBeforeTheDamageAndInventsNone(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SegmentHeader header = new SegmentHeader("gw1", 3, 4);
        List<String> texts = new ArrayList<>();
        FrameBuffer frames = new FrameBuffer();
        frames.putBytes(header.encoded());
        int[] ends = new int[RECORDS];
        int size = header.size();
        for (int number = 0; number < RECORDS; number++) {
            String text = number + ":" + "é".repeat(random.nextInt(40));
            texts.add(text);
            frames.begin((byte) 1).putText(text).end();
            size += FrameBuffer.PREFIX + 1 + Short.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
            ends[number] = size;
        }
        byte[] file = frames.take();
        assertThat(file).hasSize(size);
        for (int mutation = 0; mutation < 50; mutation++) {
            int first = header.size() + random.nextInt(size - header.size());
            byte[] damaged = damaged(file, first, random);
            List<String> found = WalTexts.of(SegmentContent.of(damaged).orElseThrow());
            int intact = 0;
            while (intact < RECORDS && ends[intact] <= first) {
                intact++;
            }
            assertThat(found).hasSizeGreaterThanOrEqualTo(intact);
            assertThat(found.subList(0, intact)).isEqualTo(texts.subList(0, intact));
            assertThat(texts).containsAll(found);
            assertThat(found).doesNotHaveDuplicates();
        }
    }

    /* The bytes before this one stay as they are. */
    private static byte[] damaged(byte[] file, int first, SplittableRandom random) {
        byte[] damaged = file.clone();
        int end = Math.min(file.length, first + 1 + random.nextInt(200));
        switch (random.nextInt(5)) {
            case 0 -> damaged[first] ^= (byte) (1 << random.nextInt(8));
            case 1 -> java.util.Arrays.fill(damaged, first, end, (byte) 0);
            case 2 -> java.util.Arrays.fill(damaged, first, end, (byte) 0xFF);
            case 3 -> {
                for (int at = first; at < end; at++) {
                    damaged[at] = (byte) random.nextInt();
                }
            }
            default -> {
                return java.util.Arrays.copyOf(file, first);
            }
        }
        return damaged;
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void findsAllOtherRecordsWhereOneBitHasTurned(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FrameBuffer frames = new FrameBuffer();
        SegmentHeader header = new SegmentHeader("gw1", 3, 4);
        frames.putBytes(header.encoded());
        for (int number = 0; number < RECORDS; number++) {
            frames.begin((byte) 1)
                    .putText(number + "x".repeat(random.nextInt(30)))
                    .end();
        }
        byte[] file = frames.take();
        for (int turn = 0; turn < 100; turn++) {
            byte[] damaged = file.clone();
            damaged[header.size() + random.nextInt(file.length - header.size())] ^= (byte) (1 << random.nextInt(8));
            assertThat(WalTexts.of(SegmentContent.of(damaged).orElseThrow())).hasSize(RECORDS - 1);
        }
    }
}
