/** What can go wrong in this provider, by number. */
export type ProviderErrorCode =
  /** A secret reference that is not one, or that has no value. */
  | 'STR1601'
  /** No sandbox runs. */
  | 'STR1602'
  /** The cloud refused a call. */
  | 'STR1603'
  /** The cloud, or the sandbox's control plane, does not answer. */
  | 'STR1604'
  /** The bundle of SQL files cannot be read, or is not the one that was planned. */
  | 'STR1605'
  /** An instance of StarRocks or a cluster of Kafka that is needed does not exist. */
  | 'STR1606'
  /** The warehouse is out of reach. */
  | 'STR1607'
  /** The plan has refusals. */
  | 'STR1608'
  /** What would be done now is not what the plan showed: the warehouse changed since. */
  | 'STR1609'
  /** A destruction without both keys. */
  | 'STR1610'
  /** The Flink workspace does not exist. */
  | 'STR1611'
  /** A Flink job ended, or did not reach the state that it should. */
  | 'STR1612'
  /** Private data of a state that cannot be read. */
  | 'STR1613'
  /** Several things in the cloud have the name. */
  | 'STR1614'
  /** An id for import that is not one. */
  | 'STR1615'
  /** What exists is not what is declared, and a creation must not change it. */
  | 'STR1616'
  /** A change that the cloud cannot make in place. */
  | 'STR1617'
  /** The warehouse refused the login. */
  | 'STR1618'
  /** A target that is none. */
  | 'STR1619'
  /** The deployment of a Flink job does not exist. */
  | 'STR1620'
  /** A warehouse that is needed does not exist. */
  | 'STR1621'
  /** An instance in a state in which it takes no change. */
  | 'STR1622'
  /** An upgrade to a later line without both keys. */
  | 'STR1623'
  /** A parameter that takes effect only after a restart, which is not allowed. */
  | 'STR1624'
  /** Elastic rules of one warehouse that overlap. */
  | 'STR1625'
  /** Times that cannot be told on the service's clock. */
  | 'STR1626';

/** Where, what, the rule, what was got, what to do. Never has a secret in it. */
export class ProviderError extends Error {
  public override readonly name = 'ProviderError';

  constructor(
    public readonly code: ProviderErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Tells errors by their codes: in the executable, what talks to the cloud has a class of its own. */
export function hasCode(error: unknown, ...codes: readonly ProviderErrorCode[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** Text of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
