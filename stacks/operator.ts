import type { EnvironmentStack } from '../constructs/core/environment-stack';
import { ServiceIdentity } from '../constructs/identity/service-identity';
import type { IStarRocksInstance } from '../constructs/warehouse/instance-base';

/** Adds the role that operates the warehouse of an environment: it changes it in place and reads its secrets, no others'. */
export function addOperator(stack: EnvironmentStack, instance: IStarRocksInstance): void {
  const { environment, names, tags } = stack;
  if (environment.operators.length === 0) return;
  const operator = new ServiceIdentity(stack, 'Operator', {
    roleName: names.operatorRole,
    description: `Operates the warehouse of ${environment.id}.`,
    principals: environment.operators,
    tags,
  });
  instance.grantOperate(operator);
  const secrets = [environment.adminPassword, ...environment.sources.map(({ password }) => password)]
    .filter((reference) => reference.startsWith('kms:'))
    .map((reference) => `acs:kms:${environment.region}:*:secret/${reference.slice('kms:'.length)}`);
  if (secrets.length > 0) operator.addToPolicy({ actions: ['kms:GetSecretValue'], resources: [...new Set(secrets)] });
}
