import type { Policy } from './policy';

const REQUIRED = ['strata:environment', 'strata:owner'];

export const tagged: Policy = {
  id: 'tagged',
  rule: 'What costs money says whose it is.',
  check: (stack) =>
    stack.resources
      .filter(({ attributes }) => attributes['tags'] !== undefined || isBilled(attributes))
      .flatMap(({ address, attributes }) => {
        const tags = (attributes['tags'] ?? {}) as Readonly<Record<string, unknown>>;
        const missing = REQUIRED.filter((tag) => tags[tag] === undefined);
        return missing.length === 0
          ? []
          : [{ address, message: `has no tag ${missing.join(', ')}. Pass the stack's \`tags\`.` }];
      }),
};

/** Instances and buckets; node groups and the Flink workspace cannot be tagged through the provider. */
function isBilled(attributes: Readonly<Record<string, unknown>>): boolean {
  return ['instance_storage', 'admin_password', 'deploy_type', 'storage_class'].some(
    (name) => attributes[name] !== undefined,
  );
}
