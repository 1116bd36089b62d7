/** Version of StarRocks whose dialect this server answers in, and that it is not StarRocks. */
export const VERSION = '3.5.0-strata-embedded';

/** Answer to `@@version_comment` and `current_version()`: clients read the version at its start, people the rest. */
export const VERSION_COMMENT = `${VERSION} (StarRocks for one machine, on DuckDB; not a StarRocks cluster)`;
