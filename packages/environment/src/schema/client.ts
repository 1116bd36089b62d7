import { cidr, mapping } from '../fields';
import { word } from './words';

/** Who may query, beside what the environment makes itself. */
export const clientSchema = mapping(
  {
    name: word('a name')
      .max(30, { error: () => 'must have at most 30 characters. Whitelists call their entries by it.' })
      .describe('Who it is: an office, build machines, a BI tool.'),
    cidr: cidr.describe('Private range from which it connects.'),
  },
  'the client',
);
