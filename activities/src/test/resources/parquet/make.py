"""Writes the files of this folder that pyarrow writes; made with pyarrow 26.0.1.

Usage: python make.py FOLDER. The file gateway.parquet is one that the gateway's own writer made.
"""

import math
import sys

import pyarrow
import pyarrow.parquet

N = 600


def sometimes(value, i, every):
    return None if i % every == 0 else value


table = pyarrow.table(
    {
        "plain": pyarrow.array([math.sin(i * 1.37) * 1000 for i in range(N)], pyarrow.float64()),
        "sparse": pyarrow.array([sometimes(math.cos(i), i, 3) for i in range(N)], pyarrow.float64()),
        "few": pyarrow.array([sometimes(i % 7 * 0.25, i, 11) for i in range(N)], pyarrow.float64()),
        "small": pyarrow.array([i % 100 - 50 for i in range(N)], pyarrow.int32()),
        "whole": pyarrow.array([i * 1000003 for i in range(N)], pyarrow.int64()),
        "single": pyarrow.array([math.sin(i) / 3 for i in range(N)], pyarrow.float32()),
        "word": pyarrow.array([sometimes("w%d" % (i * i % 83), i, 5) for i in range(N)], pyarrow.string()),
        "id": pyarrow.array(["id-%d" % i for i in range(N)], pyarrow.string()),
        "flag": pyarrow.array([sometimes(i % 2 == 0, i, 13) for i in range(N)], pyarrow.bool_()),
        "nested": pyarrow.array([{"a": i, "b": [i, i + 1]} for i in range(N)]),
    }
)
# The nested column stands before flat ones, whose chunks a careless reader would count wrongly.
table = table.select(["plain", "nested"] + [n for n in table.column_names if n not in ("plain", "nested")])

folder = sys.argv[1]
write = pyarrow.parquet.write_table
write(table, folder + "/pyarrow-v1-snappy.parquet", compression="snappy", row_group_size=250)
write(table, folder + "/pyarrow-v2-zstd.parquet", compression="zstd", data_page_version="2.0", data_page_size=512)
write(table, folder + "/pyarrow-plain-gzip.parquet", compression="gzip", use_dictionary=False, write_page_checksum=True)
