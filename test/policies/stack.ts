import type { PolicyChange, PolicyStack } from '../../policies/policy';
import { environment } from '../helpers/environment';

export type Attributes = Readonly<Record<string, unknown>>;
export type Resource = readonly [type: string, attributes: Attributes];

/** A stack of risk-prod with these resources, called r0, r1, … */
export function stack(...resources: readonly Resource[]): PolicyStack {
  return stackOf('risk-prod', ...resources);
}

/** A stack of an environment. */
export function stackOf(id: string, ...resources: readonly Resource[]): PolicyStack {
  return {
    id: `${id}-test`,
    environment: environment(id),
    resources: resources.map(([type, attributes], index) => ({
      type,
      address: `${type}.r${index}`,
      path: `${id}-test/r${index}`,
      attributes,
    })),
  };
}

/** A plan of a stack of risk-prod that changes one resource in place. */
export function edit(type: string, before: Attributes, after: Attributes): PolicyStack {
  return planned({ type, actions: ['update'], before, after });
}

/** A plan of a stack of risk-prod that makes one resource anew. */
export function replacement(type: string, ...replacedFor: readonly string[]): PolicyStack {
  return planned({ type, actions: ['delete', 'create'], replacedFor });
}

/** A plan of a stack of risk-prod with one change. */
export function planned(change: Partial<PolicyChange> & Pick<PolicyChange, 'type' | 'actions'>): PolicyStack {
  return {
    ...stack(),
    changes: [{ address: `${change.type}.r0`, before: {}, after: {}, replacedFor: [], ...change }],
  };
}

/** A rule with a stack that keeps it, one that breaks it, and what it then says of what. */
export interface PolicyCase {
  readonly id: string;
  readonly passing: PolicyStack;
  readonly failing: PolicyStack;
  readonly message: RegExp;
}

export function policyCase(id: string, passing: PolicyStack, failing: PolicyStack, message: RegExp): PolicyCase {
  return { id, passing, failing, message };
}
