/**
 * Runs work in which cdktf does not keep a stack trace for each of its tokens: nobody reads them, and they take a sixth of
 * the time of a synthesis. Errors have their stacks as ever.
 */
export function withoutTokenTraces<T>(work: () => T): T {
  const capture = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    if (capture !== undefined) Object.defineProperty(Error, 'captureStackTrace', capture);
  }
}
