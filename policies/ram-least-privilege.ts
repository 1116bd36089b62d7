import { resourcesOf } from './policy';
import type { Policy } from './policy';

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

export const ramLeastPrivilege: Policy = {
  id: 'ram-least-privilege',
  severity: 'error',
  rule: 'A policy names what it allows: no action of a whole product, nothing but reading on every resource.',
  fix: 'Let the constructs grant: `grantRead(identity)` writes the least that is needed.',
  reference: 'RAM: policy elements',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_ram_policy').flatMap(({ address, attributes }) =>
      statementsOf(attributes['policy_document'])
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap((statement) => {
          const actions = [statement.Action ?? []].flat();
          const wide = actions.filter((action) => action.endsWith(':*') || action === '*');
          const everywhere = [statement.Resource ?? []].flat().includes('*');
          const writing = everywhere ? actions.filter((action) => !/:(Get|List|Describe)/.test(action)) : [];
          return [...new Set([...wide, ...writing])].map((action) => ({
            address,
            message: `allows ${action}${everywhere ? ' on everything' : ''}`,
          }));
        }),
    ),
};

function statementsOf(document: unknown): readonly Statement[] {
  if (typeof document !== 'string') return [];
  try {
    const { Statement: statements } = JSON.parse(document) as { Statement?: Statement | readonly Statement[] };
    return [statements ?? []].flat();
  } catch {
    return [];
  }
}
