/** Replays recorded cases through the real Terraform: each case is a module, so one run decides them all. */

import { isDeepStrictEqual } from 'node:util';

import type { JsonObject, RecordedCase, RecordedChange } from './cases';
import type { Workspace } from './terraform';
import { REQUIRED_PROVIDERS } from './terraform';

const PROVIDER = { alicloud: [{ region: 'cn-hangzhou', skip_region_validation: true, account_type: 'Domestic' }] };

/** Name of the module of a case. */
export function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}

/** Writes a program with one module per case, and their states. */
export function writeCases(target: Workspace, cases: readonly RecordedCase[]): void {
  const modules = Object.fromEntries(cases.map(({ name }) => [moduleName(name), { source: `./cases/${name}` }]));
  target.write('main.tf.json', { terraform: REQUIRED_PROVIDERS, provider: PROVIDER, module: modules });
  for (const { name, config } of cases) {
    target.write(`cases/${name}/main.tf.json`, { terraform: REQUIRED_PROVIDERS, ...config });
  }
  const resources = cases.flatMap(({ name, state }) =>
    (state ?? []).map((resource) => ({ ...resource, module: `module.${moduleName(name)}` })),
  );
  target.write('terraform.tfstate', {
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '00000000-0000-0000-0000-000000000001',
    outputs: {},
    resources,
    check_results: null,
  });
}

/** A resource change of `terraform show -json`. */
export interface PlannedChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: JsonObject | null;
    readonly after_unknown: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** What differs between a plan and its record; empty when nothing does. */
export function disagreements(planned: PlannedChange | undefined, recorded: RecordedChange): readonly string[] {
  if (planned === undefined) return ['not planned'];
  const { actions, after, after_unknown: unknown, replace_paths: paths = [] } = planned.change;
  const found: string[] = [];
  if (!isDeepStrictEqual(actions, recorded.actions))
    found.push(`actions ${actions.join()} for ${recorded.actions.join()}`);
  const replace = paths.map(pathText).sort();
  const expected = [...recorded.replace_paths].sort();
  if (!isDeepStrictEqual(replace, expected)) found.push(`replace ${replace.join()} for ${expected.join()}`);
  for (const name of new Set([...Object.keys(after ?? {}), ...Object.keys(recorded.after ?? {})])) {
    const mine = after?.[name];
    const theirs = recorded.after?.[name];
    if (!isDeepStrictEqual(mine, theirs)) found.push(`${name}: ${JSON.stringify(mine)} for ${JSON.stringify(theirs)}`);
  }
  if (!isDeepStrictEqual(unknown, recorded.after_unknown)) {
    found.push(`unknown ${JSON.stringify(unknown)} for ${JSON.stringify(recorded.after_unknown)}`);
  }
  return found;
}
