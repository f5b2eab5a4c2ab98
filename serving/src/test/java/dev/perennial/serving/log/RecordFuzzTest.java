package dev.perennial.serving.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.SegmentContent;
import java.io.IOException;
import java.util.Arrays;

/** A record whose checksum fits and whose content is anything costs itself and no other. */
class RecordFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void shipsTheOtherRecordsOfASegment(byte[] input) throws IOException {
        FrameBuffer frames = new FrameBuffer();
        frames.putBytes(emptySegment());
        frames.begin((byte) (input.length == 0 ? 9 : input[0] & 3))
                .putBytes(input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length))
                .end();
        SegmentContent content = SegmentContent.of(frames.take()).orElseThrow();
        SegmentFiles files = new SegmentFiles(content, new Pace(() -> true));
        int shipped = files.files().size();
        assertThat(shipped + files.unreadable().size()).isBetween(0, 2);
        for (SegmentFiles.LogFile file : files.files()) {
            assertThat(RecordDigest.mayBeOf(file.bytes(), file.records())).isTrue();
        }
    }

    /* The header of instance gw1, epoch 1, segment 1, as it stands in every such file. */
    private static byte[] emptySegment() {
        java.nio.ByteBuffer out = java.nio.ByteBuffer.allocate(33);
        out.putLong(0x50524e4c57414c31L).putLong(1).putLong(1).putShort((short) 3);
        out.put("gw1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue()).array();
    }
}
