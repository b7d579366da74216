import type { Audit } from '#libs/audit';
import { Assets, Courses, Releases } from '#libs/catalog';

/** Assets and courses through which everything goes that changes who sees a lesson: what it asks for stands in the trail. */
export function releaseDomains(audit: Audit) {
  const releases = new Releases(async (tx, by, settled) => {
    for (const { id, unit, visibility, state } of settled)
      await audit.append(tx, {
        actor: by,
        action: state === 'waiting' ? 'release.asked' : 'release.granted',
        subject: id,
        unit,
        facts: { visibility },
      });
  });
  return [
    { provide: Releases, useValue: releases },
    { provide: Assets, useValue: new Assets(releases) },
    { provide: Courses, useValue: new Courses(releases) },
  ];
}
