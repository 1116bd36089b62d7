import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const databaseWhitelist: Policy = {
  id: 'database-whitelist',
  rule: 'A database lets in private addresses alone.',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_db_instance').flatMap(({ address, attributes }) => {
      const ips = attributes['security_ips'];
      const list: readonly unknown[] = Array.isArray(ips) ? ips : [];
      const open = list.filter(
        (ip) => typeof ip !== 'string' || !/^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|\$\{)/.test(ip),
      );
      if (list.length === 0) {
        return [{ address, message: 'has no `security_ips`: nothing could connect. Name the range of the VPC.' }];
      }
      return open.map((ip) => ({ address, message: `lets in ${JSON.stringify(ip)}. Name private ranges only.` }));
    }),
};
