import { findKubectl } from './kubectl.js';
import { copyOfManifests, renderAll } from './renderings.js';
import { examine, examineTogether } from './rules.js';

/**
 * node dist/test/k8s/check.js: renders every overlay and examines what comes out of it: the schemas of Kubernetes, the
 * policies of this folder, and every setting against the apps' own schemas.
 */
const { root, remove } = await copyOfManifests();
try {
  const renderings = await renderAll(await findKubectl(), root);
  const outcomes = (await Promise.all(renderings.map((rendering) => examine(rendering)))).flat();
  outcomes.push(examineTogether(renderings.map(({ manifests }) => manifests)));
  for (const { name, manifests } of renderings) console.log(`${name}: ${manifests.length} objects`);
  for (const { what, problems } of outcomes)
    for (const problem of problems) console.error(`FAILED ${what}: ${problem}`);
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await remove();
}
