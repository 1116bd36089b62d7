/** A right of a RAM policy. */
export interface PolicyStatement {
  /** E.g. `oss:GetObject`; `*` only behind the product, as in `oss:Get*`. */
  readonly actions: readonly string[];
  /** ARNs, e.g. `acs:oss:*:*:bucket/folder/*`. `*` where the product knows no smaller resource. */
  readonly resources: readonly string[];
  /**
   * Operator -> key -> values, all of which must hold.
   *
   * @default - none
   */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

interface RenderedStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: Readonly<Record<string, readonly string[]>>;
  readonly Condition?: PolicyStatement['conditions'];
}

/** RAM takes no custom policy that is longer. */
export const POLICY_LIMIT = 6144;

/** The document of a policy. What has the same resources and conditions is one statement; the order of grants does not matter. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const byTarget = new Map<string, { readonly like: PolicyStatement; readonly actions: Set<string> }>();
  for (const statement of statements) {
    const key = JSON.stringify([[...statement.resources].sort(), statement.conditions ?? {}]);
    const entry = byTarget.get(key) ?? { like: statement, actions: new Set<string>() };
    for (const action of statement.actions) entry.actions.add(action);
    byTarget.set(key, entry);
  }
  const targets = [...byTarget].sort(([a], [b]) => (a < b ? -1 : 1));
  return render(
    targets.map(([, { like, actions }]) => ({
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: [...like.resources].sort(),
      ...(like.conditions === undefined ? {} : { Condition: like.conditions }),
    })),
  );
}

/** Who may act as a role: services by their domain, accounts, users and roles by their ARN. */
export function trustDocument(services: readonly string[], principals: readonly string[]): string {
  const who = {
    ...(services.length === 0 ? {} : { Service: [...services].sort() }),
    ...(principals.length === 0 ? {} : { RAM: [...principals].sort() }),
  };
  return render([{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: who }]);
}

function render(Statement: readonly RenderedStatement[]): string {
  return JSON.stringify({ Version: '1', Statement });
}
