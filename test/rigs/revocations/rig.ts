import { hasCeph } from '../../servers/ceph.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runRevocations } from './run.js';

/**
 * npm run rig -- revocations: a list of many entries on the real processes. How long the event loops of two uploaders
 * and two deliveries stand still while it is written and read, and how long a revocation takes until every delivery
 * (and the edge) refuses the URL; on a path and on a bucket (Ceph RGW).
 */
const options = readOptions('revocations', RIGS.revocations);
if (options.storage.split(',').includes('s3') && !hasCeph()) {
  console.error(
    'The bucket needs Ceph: apt-get install ceph-mon ceph-osd radosgw; or tell the rig --storage nfs',
  );
  process.exit(1);
}
const { passed, failures } = await runRevocations({ ...options, print: (line) => console.log(line) });
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
