import type { LintRule } from '../rule';

export const layerInName: LintRule = {
  id: 'layer-in-name',
  demand: 'The name of an object does not repeat its layer, which is its database.',
  check({ layer, name, statement }) {
    if (layer === undefined || !name.startsWith(`${layer}_`)) return [];
    const short = name.slice(layer.length + 1);
    return [{ offset: statement.at.offset, message: `'${layer}.${name}' says ${layer} twice: name it '${short}'` }];
  },
};
