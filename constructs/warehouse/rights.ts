import type { PolicyStatement } from '../identity/policy-document';

/** What the API of EMR Serverless StarRocks answers without changing anything. */
export const READ_ACTIONS = ['Describe*', 'Get*', 'List*', 'Query*'];

/** What is changed in place: size, whitelists, gateways, parameters, elastic rules, version, password. Not: create, release. */
export const OPERATE_ACTIONS = [
  'AddGateway',
  'CreateScalingRule',
  'DeleteGateway',
  'DeleteInnerIpWhitelistGroup',
  'DeleteScalingRule',
  'EnableInternalSlb',
  'IsolateLeader',
  'Modify*',
  'PreCheck',
  'RollbackConfigModification',
  'ToggleAutoMinorVersionUpgrade',
  'UpdateGateway',
  'UpdateInnerIpWhitelistGroup',
  'UpgradeVersion',
];

/** The product in RAM: its API page writes one prefix, its own examples the other. */
const PREFIXES = ['sr', 'starrocks'];

/** Rights on StarRocks. Its manual names no resource that is smaller than all instances of the account. */
export function starrocksRights(actions: readonly string[]): PolicyStatement {
  return { actions: PREFIXES.flatMap((prefix) => actions.map((action) => `${prefix}:${action}`)), resources: ['*'] };
}
