import { Module } from '@nestjs/common';
import { Audit, AuditAnchors } from '#libs/audit';
import { Assets, Courses, Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import { LocalAccounts, People, SignInSessions } from '#libs/identity';
import { Quotas, Units } from '#libs/quotas';
import { CLOCK } from '../ground.module.js';
import { Intake } from '../intake/intake.js';
import { IntakeModule } from '../intake/intake.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { Revocations } from '../playback/revocations.js';
import { provide } from '../provide.js';
import { hasLocalAccounts } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { Reach } from '../rest/reach.js';
import { RestModule } from '../rest/rest.module.js';
import { AuditUpkeepModule } from '../upkeep/audit-upkeep.module.js';
import { Erasure } from './erasure.js';
import { ErasureController } from './erasure.controller.js';
import { Handover } from './handover.js';
import { ImportController } from './import.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.js';
import { PeopleController } from './people.controller.js';
import { PeopleList } from './people-list.js';
import { PeopleReach } from './people-reach.js';

/** People: who they are, what they may do, and whose their lessons are. */
@Module({
  imports: [RestModule, PlaybackModule, IntakeModule, AuditUpkeepModule],
  // The import is a name that no person's id may hide.
  controllers: [ImportController, PeopleController, InvitationsController, ErasureController],
  providers: [
    provide(
      PeopleReach,
      { database: Database, people: People, reach: Reach },
      ({ database, people, reach }) => new PeopleReach(database, people, reach),
    ),
    provide(
      Invitations,
      {
        settings: SETTINGS,
        database: Database,
        people: People,
        accounts: LocalAccounts,
        sessions: SignInSessions,
        audit: Audit,
        revocations: Revocations,
      },
      ({ settings, ...parts }) => new Invitations(parts, hasLocalAccounts(settings)),
    ),
    provide(
      Handover,
      {
        database: Database,
        assets: Assets,
        courses: Courses,
        quotas: Quotas,
        units: Units,
        people: People,
        audit: Audit,
        revocations: Revocations,
      },
      (parts) => new Handover(parts),
    ),
    provide(
      Erasure,
      {
        database: Database,
        people: People,
        uploads: Uploads,
        intake: Intake,
        handover: Handover,
        audit: Audit,
        anchors: AuditAnchors,
        revocations: Revocations,
        clock: CLOCK,
      },
      (parts) => new Erasure(parts),
    ),
    provide(
      PeopleList,
      { database: Database, people: People, units: Units, audit: Audit, revocations: Revocations },
      (parts) => new PeopleList(parts),
    ),
  ],
})
export class PeopleModule {}
