import type { Policy } from './policy';

/** Attributes that hold a password. */
const SECRET = /(^|_)(password|secret|secret_key|access_key|token)$/;
/** A variable, an attribute of another resource, or a reference to where the secret is kept. */
const REFERENCE = /^(\$\{.*\}|env:.*|kms:.*|sandbox:.*)$/s;

export const noSecretDefault: Policy = {
  id: 'no-secret-default',
  rule: 'No password stands in a synthesized file: those are uploaded, reviewed and kept.',
  check: (stack) =>
    stack.resources.flatMap(({ address, attributes }) =>
      Object.entries(attributes)
        .filter(([name, value]) => SECRET.test(name) && typeof value === 'string' && !REFERENCE.test(value))
        .map(([name]) => ({
          address,
          message: `has \`${name}\` in clear text. Use a sensitive variable or a reference.`,
        })),
    ),
};
