import { findKubectl } from '../../k8s/kubectl.js';
import { copyOfManifests, renderAll } from '../../k8s/renderings.js';
import { examine, examineTogether } from '../../k8s/rules.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';

/**
 * npm run rig -- k8s: renders every overlay and examines what comes out of it: the schemas of Kubernetes, the policies
 * of test/k8s, and every setting against the apps' own schemas.
 */
readOptions('k8s', RIGS.k8s);
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
