import type { SrType } from '../types';

/** Kinds of values that have no DuckDB type to be kept in an array. */
export const ARRAY_UNSAFE: ReadonlySet<SrType['kind']> = new Set(['null', 'bitmap', 'hll', 'percentile', 'interval']);
