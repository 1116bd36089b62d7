import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deprecatedArgument } from '../../policies/deprecated-argument';
import { root } from '../helpers/root';
import { stack } from './stack';

interface Schema {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly resource_schemas: Readonly<
          Record<
            string,
            { readonly block: { readonly attributes?: Readonly<Record<string, { deprecated?: boolean }>> } }
          >
        >;
      }
    >
  >;
}

/** What the pinned schema of the provider itself calls deprecated and can be written. */
function deprecatedOnes(): readonly (readonly [type: string, name: string])[] {
  const file = join(root, 'packages/provider-alicloud/schema.json');
  const { provider_schemas: providers } = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  return Object.values(providers).flatMap(({ resource_schemas: resources }) =>
    Object.entries(resources).flatMap(([type, { block }]) =>
      Object.entries(block.attributes ?? {})
        .filter(([, { deprecated }]) => deprecated === true)
        .map(([name]) => [type, name] as const),
    ),
  );
}

/** Deprecated ones that have no successor: the provider merely will not take them one day. */
const WITHOUT_SUCCESSOR = new Set([
  'alicloud_db_instance.upgrade_db_instance_kernel_version',
  'alicloud_nlb_server_group.connection_drain',
  'alicloud_security_group_rule.source_group_owner_account',
  'alicloud_vpc.classic_link_enabled',
  'alicloud_vpc.ipv6_cidr_block',
  'alicloud_vpc.ipv6_isp',
  'alicloud_vpc.secondary_cidr_mask',
]);

test('the rule on deprecated arguments knows those that the pinned schema marks', () => {
  const unknown = deprecatedOnes()
    .filter(([type, name]) => deprecatedArgument.check(stack([type, { [name]: 'x' }])).length === 0)
    .map(([type, name]) => `${type}.${name}`)
    .filter((name) => !WITHOUT_SUCCESSOR.has(name));
  expect(unknown).toEqual([]);
});
