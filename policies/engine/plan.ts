import type { Environment } from '@strata/environment';
import type { PolicyChange, PolicyResource, PolicyStack } from '../policy';

type Values = Readonly<Record<string, unknown>>;

interface PlannedResource {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly values?: Values;
}

interface ResourceChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: Values | null;
    readonly after?: Values | null;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** What `terraform show -json` says of a plan, as far as rules look at it. */
export interface TerraformPlan {
  readonly format_version: string;
  readonly planned_values?: { readonly root_module?: { readonly resources?: readonly PlannedResource[] } };
  readonly resource_changes?: readonly ResourceChange[];
}

/** Reads a plan as the rules see it. */
export function readPlan(id: string, environment: Environment, plan: TerraformPlan): PolicyStack {
  return {
    id,
    environment,
    resources: (plan.planned_values?.root_module?.resources ?? []).filter(isManaged).map(planned),
    changes: (plan.resource_changes ?? []).filter(isManaged).map(change),
  };
}

function isManaged({ mode }: { readonly mode?: string }): boolean {
  return mode !== 'data';
}

function planned({ type, address, values }: PlannedResource): PolicyResource {
  return { type, address, path: '', attributes: known(values) };
}

function change({
  type,
  address,
  change: { actions, before, after, replace_paths: paths },
}: ResourceChange): PolicyChange {
  return {
    type,
    address,
    actions,
    before: known(before),
    after: known(after),
    replacedFor: [...new Set((paths ?? []).map(([name]) => String(name)))],
  };
}

/** A plan writes null for what is not set. */
function known(values: Values | null | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null));
}
