import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import type { PolicyResource } from '../../policies/policy';
import { policyResources } from '../../stacks/policy-stacks';

interface Json {
  readonly [key: string]: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A synthesized stack. */
export interface Synthesized {
  readonly text: string;
  readonly json: Json;
  readonly resources: readonly PolicyResource[];
  /** Attributes of the only resource of a type; fails if there are none or several. */
  readonly one: (type: string) => Readonly<Record<string, unknown>>;
  readonly all: (type: string) => readonly Readonly<Record<string, unknown>>[];
  readonly warnings: readonly string[];
}

/** Synthesizes stacks as the app does, with validations; answers them by id. */
export function synthApp(build: (app: App) => void): Readonly<Record<string, Synthesized>> {
  const outdir = mkdtempSync(join(tmpdir(), 'strata-synth-'));
  try {
    const app = new App({ outdir, skipValidation: false });
    build(app);
    app.synth();
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
      stacks: Record<string, { annotations: { message: string }[] }>;
    };
    return Object.fromEntries(
      Object.entries(manifest.stacks).map(([id, { annotations }]) => [
        id,
        synthesized(
          readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8'),
          annotations.map(({ message }) => message),
        ),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Synthesizes constructs in a stack of their own. */
export function synthStack(build: (stack: TerraformStack) => void): Synthesized {
  const { test } = synthApp((app) => {
    const stack = new TerraformStack(app, 'test');
    new AlicloudProvider(stack, 'Alicloud');
    new StrataProvider(stack, 'Strata');
    // Else the state of whoever runs Terraform on it would lie in the checkout.
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    build(stack);
  });
  if (test === undefined) throw new Error('the stack was not synthesized');
  return test;
}

function synthesized(text: string, warnings: readonly string[]): Synthesized {
  const json = JSON.parse(text) as Json;
  const resources = policyResources(json.resource ?? {});
  const all = (type: string): readonly Readonly<Record<string, unknown>>[] =>
    resources.filter((resource) => resource.type === type).map(({ attributes }) => attributes);
  return {
    text,
    json,
    resources,
    all,
    one: (type) => {
      const [found, ...others] = all(type);
      if (found === undefined || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} of ${type}`);
      return found;
    },
    warnings,
  };
}
