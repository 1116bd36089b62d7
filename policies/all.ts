import { binlogRetention } from './binlog-retention';
import { databaseWhitelist } from './database-whitelist';
import { kafkaVpcOnly } from './kafka-vpc-only';
import { noSecretDefault } from './no-secret-default';
import type { Policy, PolicyFinding, PolicyStack } from './policy';
import { starrocksFrozen } from './starrocks-frozen';
import { statefulProtected } from './stateful-protected';
import { tagged } from './tagged';
import { utf8mb4 } from './utf8mb4';

/** Every rule, in the order in which findings are shown. */
export const POLICIES: readonly Policy[] = [
  statefulProtected,
  starrocksFrozen,
  noSecretDefault,
  databaseWhitelist,
  kafkaVpcOnly,
  utf8mb4,
  binlogRetention,
  tagged,
];

/** A finding with the rule and the stack that it belongs to. */
export interface PolicyVerdict extends PolicyFinding {
  readonly stack: string;
  readonly policy: string;
  readonly rule: string;
}

/** Runs every rule over every stack. */
export function runPolicies(stacks: readonly PolicyStack[]): readonly PolicyVerdict[] {
  return stacks.flatMap((stack) =>
    POLICIES.flatMap(({ id, rule, check }) =>
      check(stack).map((finding) => ({ stack: stack.id, policy: id, rule, ...finding })),
    ),
  );
}
