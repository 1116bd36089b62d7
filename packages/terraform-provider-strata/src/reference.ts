/** What values of attributes may look like: rules that need neither the cloud nor a library. */

export type TargetKind = 'sandbox' | 'cloud';

export const TARGET_KINDS: readonly string[] = ['sandbox', 'cloud'] satisfies readonly TargetKind[];

/** A reference to a secret: kind and name. */
export const SECRET_REFERENCE = /^(env|kms|sandbox):(\S+)$/;

/** The rule, when a text is not a reference. Never repeats the text: it may be a secret by mistake. */
export function referenceProblem(text: string): string | undefined {
  if (SECRET_REFERENCE.test(text)) return undefined;
  return 'must be a reference to a secret, not the secret: env:NAME, kms:secret-name or sandbox:name.';
}
