import { lifecycleOf } from './policy';
import type { Policy } from './policy';

/** @trap 2-4 */
export const ignoreChangesSpelled: Policy = {
  id: 'ignore-changes-spelled',
  severity: 'error',
  rule: 'What a resource ignores is spelled as the provider spells it: Terraform refuses the names of the bindings, and only in the deploy.',
  fix: 'Write snake_case: `ignoreChanges: ["admin_password"]`.',
  reference: 'Terraform: the lifecycle meta-argument, ignore_changes',
  only: 'synth',
  check: (stack) =>
    stack.resources.flatMap((resource) =>
      lifecycleOf(resource)
        .ignoreChanges.filter((name) => !/^[a-z][a-z0-9_]*(\[|\.|$)/.test(name))
        .map((name) => ({ address: resource.address, message: `ignores changes of "${name}"` })),
    ),
};
