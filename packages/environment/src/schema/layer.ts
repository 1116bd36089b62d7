import { z } from 'zod';
import { dictionary, mapping, oneOf, shown, text } from '../fields';
import { LAYERS, word } from './words';

const layerName = oneOf(LAYERS, 'Each is a folder of sql/.');

const layerItem = mapping(
  {
    name: layerName.describe('The layer.'),
    from: word('the id of an environment')
      .describe('Environment whose layer is read instead of an own one; the one whose instance is shared.')
      .optional(),
    variables: dictionary(
      text(/^[a-z][a-z0-9_]{0,63}$/, 'a name of lower-case letters, digits and underscores', 'Rename it.'),
      text(/^[^'"\\\n]{0,256}$/, 'a text without quotes and backslashes, in quotes', 'It is put into a text of SQL.'),
      'the variables',
    )
      .describe("What `'var:name'` stands for in the SQL of the layer.")
      .optional(),
  },
  'the layer',
);

/** A layer by its name alone, or with what is to be known of it. */
export const layerSchema = z.union([layerName, layerItem], {
  error: ({ input }) =>
    typeof input === 'string'
      ? `must be one of ${LAYERS.join(', ')}, got ${shown(input)}. Each is a folder of sql/.`
      : `must be one of ${LAYERS.join(', ')}, or a mapping with \`name\`. Each is a folder of sql/.`,
});
