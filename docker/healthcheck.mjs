// Whether the service of this container answers on its port: liveness alone, which touches neither storage nor
// database, so that a mount that hangs gets nothing killed. The argument names the setting that holds the port.
const port = process.env[process.argv[2] ?? ''];
const answer = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(4_000) });
process.exitCode = answer.status === 200 ? 0 : 1;
