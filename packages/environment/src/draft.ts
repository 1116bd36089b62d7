import type { Target } from './model';
import { scalarText } from './scalar-text';

/** What a new environment needs to be told; everything else has a default. */
export interface EnvironmentDraft {
  readonly team: string;
  readonly stage: string;
  readonly target: Target;
  readonly owner: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly expires?: string;
  /** Range of the network that is created; none on a shared instance. */
  readonly cidr?: string;
  /** Environment whose instance is used. */
  readonly shared?: string;
  /** Compute warehouse, beside `default_warehouse`. */
  readonly warehouse?: { readonly name: string; readonly cu: number };
  /** CNY a month. */
  readonly budget?: number;
}

/** The text of a new file, as short as can be, with what a reader has to know. */
export function draftEnvironment(draft: EnvironmentDraft): string {
  const { team, stage, target, expires, cidr, shared, warehouse, budget } = draft;
  const id = scalarText(`${team}-${stage}`);
  const secret = (name: string): string =>
    scalarText(target === 'sandbox' ? `sandbox:${name}` : `kms:${team}-${stage}/${name}`);
  const lines = [
    '# yaml-language-server: $schema=./schema.json',
    `# Say what ${id} is for. Everything that is not written here has a default: docs/reference/environment.md`,
    `team: ${scalarText(team)}`,
    `stage: ${scalarText(stage)}`,
    `target: ${target} # ${target === 'cloud' ? 'or sandbox: a rehearsal on this machine' : 'this machine; or cloud'}`,
    `owner: ${scalarText(draft.owner)}`,
    ...(expires === undefined ? [] : [`expires: ${scalarText(expires)} # later: npx strata env extend ${id}`]),
    `region: ${scalarText(draft.region)}`,
    `zones: [${draft.zones.map(scalarText).join(', ')}] # new ones go to the end`,
    ...(cidr === undefined
      ? []
      : ['network:', `  cidr: ${scalarText(cidr)} # free by the plan of strata.yaml; never changes`]),
    ...(shared === undefined
      ? []
      : ['instance:', `  shared: ${scalarText(shared)} # its ods and cdm are read, ads is one's own`]),
    ...(warehouse === undefined
      ? []
      : ['warehouses:', `  - name: ${scalarText(warehouse.name)}`, `    cu: ${warehouse.cu}`]),
    'secrets:',
    `  admin: ${secret('starrocks-admin')} # a reference; values never stand in files`,
    ...(shared === undefined ? [] : [`  user: ${secret('starrocks-user')} # of its own user there`]),
    ...(budget === undefined ? [] : [`budget: ${budget} # CNY a month`]),
  ];
  return `${lines.join('\n')}\n`;
}
