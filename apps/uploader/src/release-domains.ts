import type { Audit } from '#libs/audit';
import { Assets, Courses, Releases, releasesIn } from '#libs/catalog';

/** Assets and courses through which everything goes that changes who sees a lesson: what it asks for stands in the trail. */
export function releaseDomains(audit: Audit) {
  const releases = releasesIn(audit);
  return [
    { provide: Releases, useValue: releases },
    { provide: Assets, useValue: new Assets(releases) },
    { provide: Courses, useValue: new Courses(releases) },
  ];
}
