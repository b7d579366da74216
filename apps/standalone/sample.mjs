// `npm run sample`: makes a short recording to try Lectern with, as a camera's: a test picture with a running clock and a
// caption, and a tone. Plain JavaScript for the system's Node: it needs ffmpeg, and no package.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const [file = 'sample.mp4'] = process.argv.slice(2);
const SECONDS = 20;

function fail(message, hint) {
  console.error(`lectern: ${message}\n  hint: ${hint}`);
  process.exit(1);
}

const BOX = 'fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=18';
const caption = [
  `drawtext=text='Lectern\\: a sample lesson':x=60:y=60:fontsize=48:${BOX}`,
  `drawtext=text='%{pts\\:hms}':x=w-tw-60:y=h-th-60:fontsize=64:${BOX}`,
].join(',');

const inputs = [
  `-f lavfi -i testsrc2=size=1280x720:rate=25:duration=${SECONDS}`,
  `-f lavfi -i sine=frequency=440:beep_factor=2:sample_rate=48000:duration=${SECONDS}`,
];
const video = '-c:v libx264 -preset veryfast -b:v 1200k -maxrate 1500k -bufsize 3000k -g 50 -pix_fmt yuv420p';
const sound = '-c:a aac -b:a 96k -ac 2';
const words = (...parts) => parts.join(' ').split(' ');

/** Makes the file; the caption wants a font, and a machine may have none. */
function make(filter) {
  const args = words('-hide_banner -loglevel error -nostdin -y', ...inputs);
  args.push('-vf', filter, ...words(video, sound, '-movflags +faststart'), file);
  return spawnSync('ffmpeg', args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
}

let made = make(caption);
if (made.error?.code === 'ENOENT') fail('ffmpeg is missing.', 'run: sudo apt-get install -y ffmpeg');
if (made.status !== 0) made = make('null');
if (made.status !== 0)
  fail(
    `the sample could not be made: ${made.stderr.trim().split('\n').at(-1)}`,
    'give a file that can be written',
  );

const megabytes = (statSync(file).size / 1e6).toFixed(1);
const form = `-F title='First lesson' -F file=@${file}`;
console.log(`${file}: ${SECONDS} s of H.264 and AAC, ${megabytes} MB. Beside a running npm start, upload it:
curl -sS -H "Authorization: Bearer $(jq -r .keys.doctor data/start.json)" ${form} $(jq -r .uploader data/start.json)/v1/assets`);
