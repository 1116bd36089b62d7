export { expectedMarts } from './expected/marts';
export type { Mart, MartRow } from './expected/marts';
export { generate } from './generate';
export type { DemoData, GenerateOptions } from './generate';
export { streamLoadBatches } from './stream-load';
export type { StreamLoadBatch } from './stream-load';
