import { list, mail, mapping, text } from '../fields';
import { word } from './words';

const contact = mapping(
  {
    name: word('a name').min(2).max(40).describe('Name of the contact.'),
    mail: mail('Whoever reads it has to confirm it once.').describe(
      'Where alarms go; whoever reads it has to confirm it once.',
    ),
  },
  'the contact',
);

const LEAVE_OUT = 'Somebody has to hear the alarms: without the line it is the owner.';

export const alarmsSchema = mapping(
  {
    contacts: list(contact, 'the contacts')
      .min(1, { error: () => `must name at least one contact, got none. ${LEAVE_OUT}` })
      .describe('Who is told.')
      .meta({ 'x-default': 'the owner' })
      .optional(),
    contactGroups: list(
      text(/^[A-Za-z][A-Za-z0-9_-]{0,127}$/, 'the name of a contact group', 'Copy it from CloudMonitor.'),
      'the contact groups',
    )
      .min(1, { error: () => `must name at least one group, got none. ${LEAVE_OUT}` })
      .describe('Contact groups of CloudMonitor that exist already and are told too.')
      .meta({ 'x-default': 'none' })
      .optional(),
  },
  'the alarms',
);
