import { isReference } from './policy';
import type { Policy } from './policy';

/** The argument that is the physical name, where names are shared by the account. */
const NAMES: Readonly<Record<string, string>> = {
  alicloud_alikafka_instance: 'name',
  alicloud_db_instance: 'instance_name',
  alicloud_oss_bucket: 'bucket',
  alicloud_ots_instance: 'name',
  alicloud_ram_policy: 'policy_name',
  alicloud_ram_role: 'role_name',
  alicloud_realtime_compute_vvp_instance: 'vvp_instance_name',
  alicloud_security_group: 'security_group_name',
  alicloud_star_rocks_instance: 'instance_name',
  alicloud_vpc: 'vpc_name',
};

export const namedByEnvironment: Policy = {
  id: 'named-by-environment',
  severity: 'error',
  rule: 'Names tell the environment, so that no two environments meet in one thing and everybody sees whose it is.',
  fix: 'Take the name from the environment: `physicalNames(environment)`.',
  reference: 'Strata: physical names',
  check: (stack) => {
    const { team, stage, target } = stack.environment;
    const begins = target === 'sandbox' ? [team] : [`${team}-${stage}`, `${team}_${stage}`];
    return stack.resources.flatMap(({ type, address, attributes }) => {
      const name = attributes[NAMES[type] ?? ''];
      if (typeof name !== 'string' || isReference(name) || begins.some((begin) => name.includes(begin))) return [];
      return [
        { address, message: `is called ${JSON.stringify(name)}, which does not have ${begins.join(' or ')} in it` },
      ];
    });
  },
};
