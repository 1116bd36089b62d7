import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { CmsAlarmContact } from '@cdktf/provider-alicloud/lib/cms-alarm-contact';
import { CmsAlarmContactGroup } from '@cdktf/provider-alicloud/lib/cms-alarm-contact-group';
import { ValidationError } from '../core/errors';

/** Who is told. */
export interface AlarmContact {
  /** 2 to 40 letters, digits, _ and -. */
  readonly name: string;
  /** Whoever reads it has to confirm it once; until then nothing arrives. */
  readonly mail: string;
}

/** Groups that alarms ring for, defined in this app or imported. */
export interface IAlarmContacts extends IConstruct {
  readonly contactGroups: readonly string[];
}

export interface AlarmContactsProps {
  /** Name of the group that is made; unique in the account. */
  readonly groupName: string;
  /** Name of a contact in the account, where it is unique. */
  readonly contactName: (name: string) => string;
  readonly contacts: readonly AlarmContact[];
  /**
   * Groups that exist already and are told too.
   *
   * @default - none
   */
  readonly otherGroups?: readonly string[];
}

/** Defines who hears alarms: contacts, and the group that they are in. */
export class AlarmContacts extends Construct implements IAlarmContacts {
  /** Refers to contact groups that this app does not define. */
  public static fromContactGroups(scope: Construct, id: string, ...names: readonly string[]): IAlarmContacts {
    return new ImportedContacts(scope, id, names);
  }

  public readonly contactGroups: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmContactsProps) {
    super(scope, id);
    const { contacts, otherGroups = [] } = props;
    this.validate(contacts, otherGroups);
    this.contactGroups = [...(contacts.length === 0 ? [] : [this.createGroup(props)]), ...otherGroups];
  }

  private createGroup({ groupName, contactName, contacts }: AlarmContactsProps): string {
    const created = contacts.map(
      ({ name, mail }) =>
        new CmsAlarmContact(this, `Contact-${name}`, {
          alarmContactName: contactName(name),
          describe: `Strata ${groupName}`,
          channelsMail: mail,
          lang: 'en',
        }),
    );
    const group = new CmsAlarmContactGroup(this, 'Group', {
      alarmContactGroupName: groupName,
      describe: `Strata ${groupName}`,
      contacts: created.map(({ alarmContactName }) => alarmContactName),
    });
    return group.alarmContactGroupName;
  }

  private validate(contacts: readonly AlarmContact[], otherGroups: readonly string[]): void {
    if (contacts.length + otherGroups.length === 0) {
      throw new ValidationError(
        this,
        'STR1274',
        'alarms must have somebody who hears them, got no contact and no group. Name one.',
      );
    }
    const names = contacts.map(({ name }) => name);
    for (const [index, { name, mail }] of contacts.entries()) {
      const good = /^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/.test(name) && /^[^\s@]+@[^\s@]+$/.test(mail);
      if (!good || names.indexOf(name) !== index) {
        throw new ValidationError(
          this,
          'STR1274',
          `a contact must have a name of its own, 2 to 40 letters, digits, _ and -, and a mail address, got ${name} with ${mail}.`,
        );
      }
    }
  }
}

class ImportedContacts extends Construct implements IAlarmContacts {
  constructor(
    scope: Construct,
    id: string,
    public readonly contactGroups: readonly string[],
  ) {
    super(scope, id);
  }
}
