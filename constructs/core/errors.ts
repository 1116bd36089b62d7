import type { IConstruct } from 'constructs';

/** A construct that was asked for something that cannot be. Codes: `STR12xx`. */
export class ValidationError extends Error {
  /**
   * @param scope the construct that refuses
   * @param code stable
   * @param message the rule, what was got, what to do
   */
  constructor(
    scope: IConstruct,
    readonly code: `STR12${string}`,
    message: string,
  ) {
    super(`${scope.node.path}\n  ${message} (${code})`);
    this.name = 'ValidationError';
  }
}
