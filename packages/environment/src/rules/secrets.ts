import { adminOf } from '../resolve';
import type { Checked } from './report';

/** The sandbox's own secrets do not exist in the cloud. */
export function checkSecrets({ file, environment, report }: Checked): void {
  if (environment.target !== 'cloud') return;
  const advice = 'is a secret of the sandbox. In the cloud use kms:name or env:NAME.';
  if (adminOf(file.secrets.admin).adminPassword.startsWith('sandbox:')) report('STR1110', ['secrets', 'admin'], advice);
  file.sources?.forEach((source, index) => {
    if (source.password.startsWith('sandbox:')) report('STR1110', ['sources', index, 'password'], advice);
  });
}
