import { resourcesOf } from './policy';
import type { Policy } from './policy';

/** @trap 2.5-10 */
export const kafkaAclOn: Policy = {
  id: 'kafka-acl-on',
  severity: 'error',
  rule: 'A Kafka with users checks what they may: without ACL everybody in the VPC reads and writes everything.',
  fix: 'Set `"enable.acl": "true"` in `config` of the instance.',
  reference: 'alicloud provider: alikafka_sasl_user, prerequisites',
  check: (stack) => {
    const users = resourcesOf(stack, 'alicloud_alikafka_sasl_user', 'alicloud_alikafka_sasl_acl');
    if (users.length === 0) return [];
    return resourcesOf(stack, 'alicloud_alikafka_instance')
      .filter(
        ({ attributes }) =>
          !/"enable\.acl"\s*:\s*"true"/.test(typeof attributes['config'] === 'string' ? attributes['config'] : ''),
      )
      .map(({ address }) => ({ address, message: `has users or ACLs (${users.length}) and does not check them` }));
  },
};
