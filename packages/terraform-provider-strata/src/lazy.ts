import type * as Work from './work';

/** What does the work, loaded at the first call. */
export function work(): typeof Work {
  // A relative `import()` would need a file extension, which sources under test do not have.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./work') as typeof Work;
}
