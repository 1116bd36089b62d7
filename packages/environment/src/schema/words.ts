import type { z } from 'zod';
import { oneOfNumbers, text, whole } from '../fields';

/** Node sizes that EMR Serverless StarRocks sells, in compute units (one is 1 vCPU and 4 GiB). */
export const CU_SIZES = [8, 16, 32, 64] as const;
/** Warehouse layers, from the sources to the marts; each may read only itself and the ones before it. */
export const LAYERS = ['ods', 'cdm', 'ads'] as const;
export const STAGES = ['dev', 'test', 'prod'] as const;
export const TARGETS = ['sandbox', 'cloud'] as const;

/** Lower-case words with single hyphens: what stack ids and physical names are made of. */
export const word = (what: string): z.ZodString =>
  text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, `${what} of lower-case letters, digits and single hyphens`, 'Rename it.');

/** A name in SQL. */
export const identifier = (what: string): z.ZodString =>
  text(/^[a-z][a-z0-9_]{0,63}$/, `${what} of lower-case letters, digits and underscores`, 'Rename it.');

export const region = text(/^[a-z]{2}-[a-z0-9-]+$/, 'a region', 'Write for example cn-shanghai.');
export const zone = text(/^[a-z]{2}-[a-z0-9-]+$/, 'a zone', 'Write for example cn-shanghai-l.');

export const cuSize = oneOfNumbers(CU_SIZES, 'EMR Serverless StarRocks sells these node sizes.');
export const nodes = whole(1, 100, 'nodes', 'A warehouse has 1 to 100 compute nodes.');
export const diskGb = whole(100, 65_000, 'GB', 'Disks come in steps of 100 GB.').multipleOf(100, {
  error: ({ input }) => `must be a multiple of 100 GB, got ${String(input)}. Disks come in steps of 100 GB.`,
});
