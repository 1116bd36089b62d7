import type { AttributePath } from './handlers';

/** What can go wrong in this package, by number. */
export type PluginErrorCode =
  /** Started by hand instead of by Terraform. */
  | 'STR1501'
  /** Terraform offers no protocol version that the provider speaks. */
  | 'STR1502'
  /** A value does not fit the schema. */
  | 'STR1503'
  /** A state of another schema version, or in a form that is not supported. */
  | 'STR1504'
  /** Terraform asked for a resource type or data source that the schema does not have. */
  | 'STR1505'
  /** A resource cannot be imported. */
  | 'STR1506'
  /** A call took longer than the time that its resource allows. */
  | 'STR1507'
  /** Terraform asked to stop. */
  | 'STR1508'
  /** A schema that is not in the format of `terraform providers schema -json`. */
  | 'STR1509'
  /** A message that is no protocol buffer. */
  | 'STR1510'
  /** A resource cannot be updated in place. */
  | 'STR1511';

/** A mistake in how a provider is built or started, or a message of Terraform that it cannot take. */
export class PluginError extends Error {
  public override readonly name = 'PluginError';

  constructor(
    public readonly code: PluginErrorCode,
    message: string,
    /** Attribute that the message is about. */
    public readonly path: AttributePath = [],
  ) {
    super(message);
  }
}

/** Text of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
