import type { StartFacts } from './start-file.js';

/** What `npm start` tells a person: where things are, and two lines to try them with. */
export function banner({ uploader, delivery, keys, console }: StartFacts, data: string, log: string): string {
  return `
Lectern is ready. Open one of these in a browser (each signs you in once, within an hour):

  as doctor ${console.doctor}
  as admin  ${console.admin}

  API       ${uploader} (described at ${uploader}/docs)
  delivery  ${delivery}
  data      ${data}
  log       ${log}
  demo keys doctor      ${keys.doctor}
            unit admin  ${keys.unitAdmin}
            admin       ${keys.admin}

Upload a file (npm run sample makes one; it answers with the asset's id):

  curl -sS -H 'Authorization: Bearer ${keys.doctor}' -F title='First lesson' -F file=@sample.mp4 ${uploader}/v1/assets

Play it, once its state is playable (prints a signed HLS address for any player):

  curl -sS -H 'Authorization: Bearer ${keys.doctor}' -X POST ${uploader}/v1/assets/ASSET/playback-sessions

Ctrl-C stops everything cleanly.
`;
}
