package dev.perennial.serving.log;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard for Parquet pages without Hadoop, whose classes the library's own factory needs at run time. Writes only.
 */
final class ZstdCodecs implements CompressionCodecFactory {
    private static final int LEVEL = 3;

    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
    private final Pace pace;

    ZstdCodecs(Pace pace) {
        this.pace = pace;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        if (name != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("Invalid codec: " + name + ", expected ZSTD");
        }
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                ByteArrayOutputStream page = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
                bytes.writeAllTo(page);
                BytesInput compressed = BytesInput.from(context.compress(page.toByteArray()));
                pace.rest();
                return compressed;
            }

            @Override
            public CompressionCodecName getCodecName() {
                return CompressionCodecName.ZSTD;
            }

            @Override
            public void release() {
                // The context is the factory's.
            }
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("Cannot decompress " + name + ": this factory only writes");
    }

    @Override
    public void release() {
        context.close();
    }
}
