import { resourcesOf } from './policy';
import type { Policy } from './policy';

export const noPublicEndpoint: Policy = {
  id: 'no-public-endpoint',
  severity: 'error',
  rule: 'Databases, brokers and warehouses have no address in the internet.',
  fix: 'Reach them through the VPC (a bastion, a VPN or PrivateLink).',
  reference: 'EMR Serverless StarRocks: Configure network access and security settings',
  check: (stack) => [
    ...resourcesOf(stack, 'alicloud_db_connection').map(({ address }) => ({
      address,
      message: 'gives a database a public address',
    })),
    ...resourcesOf(stack, 'strata_starrocks_gateway')
      .filter(({ attributes }) => attributes['public'] === true)
      .map(({ address }) => ({ address, message: 'opens StarRocks to the internet' })),
    ...resourcesOf(stack, 'alicloud_nlb_load_balancer')
      .filter(({ attributes }) => attributes['address_type'] === 'Internet')
      .map(({ address }) => ({ address, message: 'is a load balancer in the internet' })),
  ],
};
