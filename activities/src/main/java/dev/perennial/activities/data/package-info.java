/** The log and imported tables as columns: DuckDB over locally spooled Parquet. The only package that touches JDBC. */
@NullMarked
package dev.perennial.activities.data;

import org.jspecify.annotations.NullMarked;
