import { adminOf } from '../resolve';
import type { Checked } from './report';

/** Which secrets there must be; and the sandbox's own do not exist in the cloud. */
export function checkSecrets({ file, environment, report }: Checked): void {
  const shared = environment.instance.kind === 'shared';
  if (shared && environment.userPassword === undefined) {
    report(
      'STR1133',
      ['secrets', 'user'],
      'is required on a shared instance: the environment has a user of its own there. Write kms:name, env:NAME or sandbox:name.',
    );
  }
  if (!shared && environment.userPassword !== undefined) {
    report(
      'STR1133',
      ['secrets', 'user'],
      'belongs to a shared instance, and this environment has one of its own: users are files of sql/users/. Remove the line.',
    );
  }
  if (environment.target !== 'cloud') return;
  const advice = 'is a secret of the sandbox. In the cloud use kms:name or env:NAME.';
  if (adminOf(file.secrets.admin).adminPassword.startsWith('sandbox:')) report('STR1110', ['secrets', 'admin'], advice);
  if (environment.userPassword?.startsWith('sandbox:') === true) report('STR1110', ['secrets', 'user'], advice);
  file.sources?.forEach((source, index) => {
    if (source.password.startsWith('sandbox:')) report('STR1110', ['sources', index, 'password'], advice);
  });
}
