/** Real Terraform with the provider's executable. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workspace } from '../../../terraform-plugin/test/lab/terraform';

const PACKAGE = join(__dirname, '..', '..');

/** Bundles the executable from the built packages. */
export function bundleProvider(): string {
  execFileSync(process.execPath, [join(PACKAGE, 'scripts', 'bundle.mjs')]);
  return join(PACKAGE, 'dist', 'terraform-provider-strata');
}

export function strataWorkspace(executable: string, sandbox: string, environment: NodeJS.ProcessEnv = {}): Workspace {
  return new Workspace(executable, 'registry.terraform.io/strata/strata', '0.1.0', {
    STRATA_SANDBOX_DIR: sandbox,
    ...environment,
  });
}

export function sandboxFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'strata-sandbox-')), '.strata', 'sandbox');
}

export function mainFile(body: string): string {
  return `terraform {\n  required_providers { strata = { source = "strata/strata", version = "0.1.0" } }\n}\n${body}`;
}
