import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Block = Readonly<Record<string, unknown>>;

export interface RequiredProvider {
  readonly source: string;
  readonly version: string;
}

/** Terraform JSON of a stack, as far as it is looked at after synth. */
export interface SynthesizedStack {
  readonly terraform: { readonly required_providers: Readonly<Record<string, RequiredProvider>> };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** Reads what was synthesized into the folder of a stack. */
export function readSynthesizedStack(folder: string): SynthesizedStack {
  return JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as SynthesizedStack;
}
