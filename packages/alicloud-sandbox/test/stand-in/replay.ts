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

/** Path and kind of an error. */
export type FoundError = readonly [string, string];

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** How each kind of error is worded; the first group is the argument. */
const WORDINGS: readonly (readonly [string, RegExp])[] = [
  ['conflict', /^"(.+)": conflicts with /],
  ['one_of_many', /^"(.+)": only one of /],
  ['one_of_missing', /^"(.+)": one of `.*` must be specified/],
  ['readonly', /^"(.+)": this field cannot be set/],
  ['json', /^"(.+)" contains an invalid JSON/],
  ['enum', /^expected (\S+) to be one of /],
  ['range', /^expected (\S+) to be (?:in the range|at least)/],
  ['length', /^expected length of (\S+) to be in the range/],
  ['type', /^(\S+): cannot parse /],
  ['type', /Inappropriate value for attribute "(\S+)"/],
  ['missing_required', /The argument "(\S+)" is required/],
  ['unsupported', /(?:An argument|No argument or block type is) named "(\S+?)"/],
  ['min_items', /^Insufficient (\S+) blocks/],
  ['max_items', /^Too many (\S+) blocks/],
];

function classify({ summary, detail }: Diagnostic): FoundError {
  for (const [kind, wording] of WORDINGS) {
    const path = wording.exec(summary)?.[1] ?? wording.exec(detail)?.[1];
    if (path !== undefined) return [path.replaceAll(/\.\d+/g, '[]'), kind];
  }
  return [summary, 'other'];
}

/** The errors of `terraform validate -json`, by case. */
export function errorsByCase(output: string): ReadonlyMap<string, readonly FoundError[]> {
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly Diagnostic[] };
  const found = new Map<string, FoundError[]>();
  for (const diagnostic of diagnostics.filter((each) => each.severity === 'error')) {
    const name = /^cases\/([^/]+)\//.exec(diagnostic.range?.filename ?? '')?.[1] ?? '';
    found.set(name, [...(found.get(name) ?? []), classify(diagnostic)]);
  }
  return found;
}
