import { dependenciesOf } from '../../bundle/objects';
import type { LintRule } from '../rule';

export const layerOrder: LintRule = {
  id: 'layer-order',
  demand: 'Queries read their own layer and lower ones only.',
  check({ layer, statement }, { layers }) {
    if (layer === undefined) return [];
    const own = layers.indexOf(layer);
    return dependenciesOf(statement)
      .filter(({ parts }) => parts.length === 2 && layers.indexOf(parts[0] ?? '') > own)
      .map(({ parts, at }) => ({
        offset: at.offset,
        message: `${layer} reads ${parts.join('.')}, which lies above it`,
      }));
  },
};
