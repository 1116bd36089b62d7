import { isReference } from './policy';
import type { Policy } from './policy';

/** Attributes that hold a password. */
const SECRET = /(^|_)(password|secret|secret_key|secret_data|access_key|token)$/;
/** Where a secret is kept. */
const PLACE = /^(env|kms|sandbox):/;

/** @trap 2.1-3 */
export const noSecretDefault: Policy = {
  id: 'no-secret-default',
  severity: 'error',
  rule: 'No password stands in a synthesized file: those are uploaded, reviewed and kept.',
  fix: 'Use a sensitive variable, or a reference to the place of the secret where the resource takes one.',
  reference: 'Terraform: sensitive input variables',
  only: 'synth',
  check: (stack) =>
    stack.resources.flatMap(({ address, attributes }) =>
      Object.entries(attributes)
        .filter(
          ([name, value]) =>
            SECRET.test(name) && typeof value === 'string' && !isReference(value) && !PLACE.test(value),
        )
        .map(([name]) => ({ address, message: `has \`${name}\` in clear text` })),
    ),
};
