/** Version of StarRocks whose dialect this server answers in, and that it is not StarRocks. */
export const VERSION = '3.5.0-strata-embedded';

export const VERSION_COMMENT = 'StarRocks for one machine, embedded in Strata (DuckDB); not a StarRocks cluster';
