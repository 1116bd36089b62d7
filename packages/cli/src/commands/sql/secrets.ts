import { CliError } from '../../output';

/** The value of `env:NAME`; the other kinds need the cloud or the sandbox, which Terraform knows. @throws CliError STR1923 */
export function resolveFromShell(reference: string): Promise<string> {
  const [, name] = /^env:(.+)$/.exec(reference) ?? [];
  const value = name === undefined ? undefined : process.env[name];
  if (value !== undefined && value !== '') return Promise.resolve(value);
  const reason =
    name === undefined
      ? 'by hand only env: references have a value. Deploy with Terraform, or declare it as env:NAME'
      : `set the environment variable ${name}`;
  return Promise.reject(new CliError('STR1923', `The secret ${reference} has no value: ${reason}.`));
}
