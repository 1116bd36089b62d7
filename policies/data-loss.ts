import type { Policy } from './policy';
import { STATEFUL } from './stateful-protected';

/**
 * @trap 2.4-1
 * @trap 2.5-1
 * @trap 2.5-3
 * @trap 2.5-8
 * @trap 2.6-1
 */
export const dataLoss: Policy = {
  id: 'data-loss',
  severity: 'error',
  rule: 'What holds data is destroyed or made anew only with both keys of its environment, deployed before.',
  fix: 'Take the change back; to destroy it, deploy `protection: off` and `allowDataLoss: on` first.',
  reference: 'Terraform: actions of a plan',
  only: 'plan',
  check: (stack) =>
    (stack.changes ?? [])
      .filter(({ type, actions }) => STATEFUL.includes(type) && actions.includes('delete'))
      .filter(() => stack.environment.protection || !stack.environment.allowDataLoss)
      .map(({ address, actions, replacedFor }) => ({
        address,
        message: actions.includes('create')
          ? `is made anew, empty, because of ${replacedFor.join(', ') || 'a taint'}`
          : 'is destroyed',
      })),
};
