import type { Option, Program } from './options.js';

const SEED = {
  full: Date.now() % 1_000_000,
  shown: 'by the clock',
  says: 'repeats the sizes and choices of a run, not its timing',
} as const satisfies Option;

const CYCLES = { full: 1, says: 'how often all of it is done' } as const satisfies Option;
const VECTORS = {
  full: 'test/vectors/signed-urls.json',
  says: 'the file of vectors',
} as const satisfies Option;
const EDGE_IMAGE = { full: '', says: 'an image of the edge that is there' } as const satisfies Option;

/**
 * Every rig of this folder, under the folder's name: what each shows, what it costs, and what it can be told. A rig's
 * program and the spec that runs its short form both take their values from here.
 */
export const RIGS = {
  crash: {
    shows: 'a kill -9 at any moment takes back nothing that was acknowledged',
    takes: '30 min',
    takesShort: '2 min',
    needs: 'strace',
    options: {
      cycles: { full: 1000, short: 75, says: 'kills in all' },
      share: { full: 0.8, says: 'how many of them are at system calls' },
      clients: { full: 8, short: 5, says: 'who upload meanwhile' },
      seed: SEED,
    },
  },
  faults: {
    shows: 'failing calls, hung mounts and full disks lose nothing, leave nothing',
    takes: '5 min',
    takesShort: '2 min',
    needs: 'root, strace, gcc, pkg-config, libfuse3-dev, fuse3, btrfs-progs',
    options: {
      cycles: { full: 1, says: 'how often all of it is done, with other sizes, errors and places' },
      injections: { full: 100, short: 40, says: 'system calls that fail' },
      rounds: { full: 24, short: 6, says: 'operations of a mount that fail' },
      hangSeconds: { full: 30, short: 14, says: 'for which a mount hangs' },
      seed: SEED,
    },
  },
  replicas: {
    shows: 'random tus on three uploaders keeps to a model, through cuts and kills',
    takes: '30 min',
    takesShort: '1 min',
    options: {
      operations: { full: 20_000, short: 400, says: 'requests of tus, in all' },
      replicas: { full: 3, says: 'uploaders' },
      actors: { full: 6, says: 'clients at a time' },
      kills: { full: 0.002, short: 0.005, says: 'how likely an operation is a kill -9 of a replica' },
      minutes: { full: 600, says: 'after which it ends, whatever is left' },
      seed: SEED,
    },
  },
  quota: {
    shows:
      '64 clients racing on three uploaders never get a byte over a quota, nor over what one person may hold',
    takes: '40 min',
    takesShort: '30 s',
    options: {
      rounds: { full: 1000, short: 5, says: 'races' },
      clients: { full: 64, says: 'who race' },
      seed: SEED,
    },
  },
  link: {
    shows: 'an upload over a breaking link arrives whole, in bounded memory',
    takes: '2 min',
    takesShort: '30 s',
    options: {
      cycles: CYCLES,
      bytes: { full: 1024 ** 3, short: 100 * 1024 ** 2, says: 'of the file' },
      cuts: { full: 5, short: 2, says: 'breaks of the link' },
      maxMib: { full: 300, says: 'the memory that the service may take' },
    },
  },
  clients: {
    shows: 'tus-js-client and Uppy get every file through a link that breaks',
    takes: '8 min',
    takesShort: '2 min',
    needs: 'Chromium, for its half',
    options: {
      cycles: { full: 3, short: 1, says: 'how often every scene is played in each place' },
      maxMib: { full: 24, short: 8, says: 'the largest file' },
      only: { full: '', says: 'node or chromium' },
      seed: SEED,
    },
  },
  client: {
    shows: 'libs/client sends a file by two machines, and over a link that keeps breaking',
    takes: '5 min',
    takesShort: '30 s',
    options: {
      megabytes: { full: 300, short: 16, says: 'of the file that two machines send' },
      kilobits: { full: 2000, says: 'of the bad link, in a second' },
      breaks: { full: 30, short: 5, says: 'of the bad link' },
      breakSeconds: { full: 3, short: 1, says: 'of sending between them' },
    },
  },
  console: {
    shows: 'the page of uploads loses nothing by breaks, reloads, a killed browser, a restart',
    takes: '25 min',
    takesShort: '1 min',
    needs: 'chromium',
    options: {
      megabytes: { full: 300, short: 24, says: 'of the file' },
      kilobits: { full: 2000, short: 16_000, says: 'of the link, in a second' },
      breaks: { full: 30, short: 4, says: 'of the link' },
      // Each of its eight interruptions costs what a fast link had under way, 256 KiB at most: of a short file a larger share.
      percent: { full: 3, short: 8.8, says: 'of the file that may be sent twice' },
    },
  },
  nfs: {
    shows: 'two clients of an NFS server that is killed and filled lose nothing',
    takes: '20 min',
    takesShort: '4 min',
    needs: 'root, user-mode-linux, nfs-ganesha-vfs, nfs-common, kmod, e2fsprogs, iproute2',
    options: {
      cycles: CYCLES,
      uploads: { full: 500, short: 20, says: 'while the server is killed again and again' },
      restarts: { full: 20, short: 1, says: 'how often it is killed' },
      hang: { full: 60, short: 16, says: 'seconds for which the server then stands still' },
      core: {
        full: false,
        short: true,
        says: 'only the core of the contract suite, of two clients, of the full disk',
      },
      mount: { full: 'vers=4.2,hard,noatime,lookupcache=positive', says: 'the mount options' },
      able: { full: false, says: 'only says whether this machine has what the rig needs' },
      seed: SEED,
    },
  },
  s3: {
    shows: 'uploads to a real S3 server whose replies get lost are there just once',
    takes: '10 min',
    takesShort: '30 s',
    needs: 'Ceph (ceph-mon, ceph-osd, radosgw)',
    options: {
      cycles: { full: 300, short: 12, says: 'uploads in trouble' },
      first: { full: 0, says: 'the cycle to begin with' },
      minutes: { full: 600, says: 'after which it ends, whatever is left' },
      verbose: { full: false, says: 'tells of every cycle' },
      seed: SEED,
    },
  },
  players: {
    shows: '500 players before a cold cache have each byte fetched once',
    takes: '1 min',
    takesShort: '20 s',
    needs: 'Ceph (ceph-mon, ceph-osd, radosgw)',
    options: {
      players: { full: 500, short: 60, says: 'at a time, each with URLs of his own' },
      segments: { full: 8, says: 'of the lesson' },
      segmentBytes: { full: 300_000, says: 'of each segment' },
    },
  },
  switching: {
    shows: 'a player changes between all rungs without a hole or a stall',
    takes: '8 min',
    takesShort: '1 min',
    needs: 'Chromium',
    options: {
      seconds: { full: 240, short: 40, says: 'of the recording' },
      switches: { full: 40, short: 6, says: 'of the rung, up and down, at each speed' },
      rates: { full: '1,2', short: '2', says: 'speeds of playing, by commas' },
    },
  },
  'thin-link': {
    shows: 'a viewer on 400 kbit/s watches without a stall',
    takes: '15 min',
    takesShort: '1 min',
    needs: 'Chromium',
    options: {
      seconds: { full: 600, short: 12, says: 'that are watched' },
      kilobits: { full: 400, short: 800, says: 'of the link, in a second' },
    },
  },
  delivery: {
    shows: 'delivery goes on through a hung mount, restarts, crowds and long use',
    takes: '10 min',
    takesShort: '1 min',
    needs: 'root, gcc, libfuse3-dev, fuse3, nginx-light, libnginx-mod-http-lua',
    options: {
      only: {
        full: 'hang,rolling,crowd,endurance,mutations',
        short: 'hang,rolling,crowd,endurance',
        says: 'scenes, by commas',
      },
      cycles: CYCLES,
      viewers: { full: 16, short: 6, says: 'while a mount hangs or replicas are restarted' },
      hangSeconds: { full: 60, short: 12, says: 'for which the mount hangs' },
      restarts: { full: 5, short: 1, says: 'of each of the two replicas' },
      idle: { full: 5000, short: 300, says: 'connections that say nothing' },
      slow: { full: 500, short: 30, says: 'connections that read slowly' },
      holdSeconds: { full: 90, short: 12, says: 'for which these are held' },
      stallSeconds: { full: 20, short: 4, says: 'after which delivery gives a reader up that takes nothing' },
      requests: { full: 200_000, short: 20_000, says: 'over which memory must stay flat' },
      warmUp: { full: 150_000, short: 4_000, says: 'requests that come first and are not judged' },
      // The short warm-up is not past the step that the long one takes: a leak of some 12 KiB a request is seen.
      growthMib: { full: 20, short: 130, says: 'that memory may grow by meanwhile' },
      objects: { full: 10_000, short: 500, says: 'that are asked for' },
      mutations: { full: 100_000, says: 'altered URLs; 20,000 traversals come on top' },
      seed: SEED,
    },
  },
  revocations: {
    shows: '100,000 revocations stall no event loop, and are in force within 10 s',
    takes: '4 min',
    takesShort: '40 s',
    needs: 'Ceph (ceph-mon, ceph-osd, radosgw), for the bucket',
    options: {
      storage: { full: 'nfs,s3', short: 'nfs', says: 'on which storages, by commas' },
      entries: { full: 100_000, short: 5000, says: 'of the list' },
      rounds: { full: 20, short: 3, says: 'revocations one after another' },
      burst: { full: 200, short: 50, says: 'revocations at once' },
      // With as many entries as the short form has, a list built by copies stood still for 2.8 s: room for a busy machine.
      stallMs: { full: 50, short: 250, says: 'of processor time for which an event loop may stand still' },
    },
  },
  urls: {
    shows: 'lane, server and edge answer altered URLs as libs/signing judges them',
    takes: '1 h',
    takesShort: '20 s',
    needs: 'nginx-light, libnginx-mod-http-lua',
    options: {
      mutations: { full: 1_000_000, short: 1500, says: 'altered URLs' },
      traversals: { full: 50_000, short: 1500, says: 'paths that climb' },
      vectors: VECTORS,
      seed: SEED,
    },
  },
  fuzz: {
    shows: 'hostile bytes neither desync nor crash lane, server or edge',
    takes: '6 min',
    takesShort: '10 s',
    needs: 'nginx-light, libnginx-mod-http-lua',
    options: {
      cycles: { full: 100_000, short: 2000, says: 'fuzzed requests' },
      seed: SEED,
    },
  },
  strangers: {
    shows: 'thousands who hold bodies and connections take nothing from callers',
    takes: '2 min',
    takesShort: '30 s',
    options: {
      connections: { full: 5000, short: 1500, says: 'of strangers, anew whenever one is closed' },
      slowForms: { full: 300, short: 50, says: 'of callers whose forms never end' },
      bodyBytes: { full: 255_000, says: 'that are sent of each body, all but its end' },
      seconds: { full: 60, short: 10, says: 'for which they hold what they can' },
      returnSeconds: { full: 10, short: 5, says: 'after which who was closed comes again' },
      clients: { full: 8, short: 4, says: 'with a key, who work meanwhile' },
      growthMib: { full: 100, says: 'that memory may grow by' },
    },
  },
  edge: {
    shows: "nginx's verifier answers altered URLs as libs/signing judges them",
    takes: '1 min',
    takesShort: '10 s',
    needs: 'nginx-light, libnginx-mod-http-lua',
    options: {
      count: { full: 100_000, short: 20_000, says: 'altered URLs' },
      vectors: VECTORS,
      image: { ...EDGE_IMAGE, says: "an image of the edge, in place of the machine's nginx" },
      seed: SEED,
    },
  },
  'edge-image': {
    shows: "the edge's image, run as in a cluster without any right, does the same",
    takes: '5 min',
    needs: 'root, buildah, podman, runc, debootstrap',
    options: {
      count: { full: 5000, says: 'altered URLs' },
      image: { ...EDGE_IMAGE, says: 'one that is there; it is built unless told' },
      cycles: CYCLES,
      seed: SEED,
    },
  },
  images: {
    shows: 'all images are built, hold nothing needless, pass the acceptance tests',
    takes: '15 min',
    needs: 'root, buildah, podman, runc, debootstrap',
    options: {
      cycles: CYCLES,
      storage: { full: 'nfs', says: 'nfs, s3 (a bucket of Ceph), or both by a comma' },
      edge: { full: false, says: "signed URLs are served by the edge's image" },
      specs: {
        full: 'lesson,bad-input,quotas,tus,parts,tus-extensions,tus-instant,signed-urls,api',
        says: 'acceptance specs, by commas',
      },
      tag: { full: 'rig', says: 'of the images' },
      noBuild: { full: false, says: 'takes the images of the tag as they are' },
    },
  },
  rolling: {
    shows: 'every replica is replaced under uploads and viewers: nobody notices',
    takes: '10 min',
    takesShort: '2 min',
    needs: 'nginx-light, libnginx-mod-http-lua',
    options: {
      cycles: { full: 2, short: 1, says: 'how often each is replaced' },
      replicas: { full: 3, short: 2, says: 'of each service' },
      uploads: { full: 200, short: 12, says: 'at a time' },
      viewers: { full: 500, short: 40, says: 'at a time' },
      rate: { full: 60_000, short: 40_000, says: 'bytes a second of each upload' },
      longestSeconds: { full: 9, short: 4, says: 'that an upload takes at this rate' },
      pauseMs: { full: 4000, short: 500, says: 'of each viewer, between two requests' },
      preStopMs: { full: 2000, short: 800, says: "between an endpoint's end and its process's" },
      // Longer than the slowest form: on a busy machine it takes several times what its rate says.
      shutdownSeconds: { full: 90, short: 60, says: 'LECTERN_SHUTDOWN_SECONDS' },
      seed: SEED,
    },
  },
  usage: {
    shows: 'what players got is what is counted, never twice, through kills and a restored database',
    takes: '15 min',
    takesShort: '40 s',
    options: {
      players: { full: 500, short: 8, says: 'who watch and count' },
      kills: { full: 40, short: 4, says: 'of a delivery, the worker or PostgreSQL' },
      pauseMs: { full: 3000, short: 1500, says: 'between kills' },
      viewings: { full: 20_000, short: 300, says: 'a day, in the month that is counted and asked then' },
      days: { full: 30, says: 'of that month' },
      seed: SEED,
    },
  },
  'database-down': {
    shows: 'PostgreSQL killed under senders and viewers costs them a wait, no failure',
    takes: '2 min',
    takesShort: '40 s',
    options: {
      kills: { full: 3, short: 1, says: 'of PostgreSQL, each followed by a new start' },
      downMs: { full: 3000, short: 2000, says: 'between a kill and the new start' },
      senders: { full: 20, short: 6, says: 'at a time' },
      viewers: { full: 20, short: 6, says: 'at a time' },
      rate: { full: 200_000, short: 100_000, says: 'bytes a second of each sender' },
      pauseMs: { full: 8000, short: 3000, says: 'before the first kill, and after each' },
      // On a busy machine the server itself takes long to start.
      patienceSeconds: { full: 10, short: 30, says: 'DATABASE_PATIENCE_SECONDS' },
      seed: SEED,
    },
  },
  events: {
    shows: 'thousands listen to one uploader, and miss no event whatever is killed',
    takes: '2 min',
    takesShort: '20 s',
    options: {
      listeners: { full: 2000, short: 200, says: 'who listen to one uploader' },
      changes: { full: 100, short: 10, says: 'of which each of them is told' },
      // A young process also grows by what it has never done before.
      growthMib: { full: 100, short: 60, says: 'that the memory of the uploader may grow by' },
    },
  },
  rehearsal: {
    shows: 'day two: keys, password, volume, backup, upgrade, NFS, a lost node',
    takes: '10 min',
    takesShort: '2 min',
    needs:
      'root, nginx-light, libnginx-mod-http-lua, btrfs-progs, postgresql, gcc, pkg-config, libfuse3-dev, fuse3',
    options: {
      only: {
        full: 'keys,password,volume,backup,upgrade,nfs,node',
        short: 'keys,backup,upgrade',
        says: 'rehearsals, by commas',
      },
      cycles: CYCLES,
      hangSeconds: { full: 20, says: 'for which the storage of nfs stands still' },
    },
  },
  'first-view': {
    shows:
      'how soon a page of the console is there on a thin link and a slow phone, and that nothing in it moves',
    takes: '2 min',
    takesShort: '30 s',
    needs: 'chromium',
    options: {
      rounds: { full: 5, short: 1, says: 'of each page, by a browser that has been nowhere' },
      kilobits: { full: 1600, short: 8000, says: 'of the link, in a second' },
      latencyMs: { full: 150, short: 20, says: 'of each request' },
      slower: { full: 4, short: 1, says: 'times that the processor is made' },
      shift: { full: 0.05, says: 'of the layout that may be (Cumulative Layout Shift)' },
    },
  },
  'first-lesson': {
    shows: 'how many presses and seconds lie between a recording and its playing',
    takes: '1 min',
    needs: 'Chromium, ffmpeg',
    options: {
      seconds: { full: 60, says: 'of the recording' },
      rounds: { full: 5, says: 'at a desk, and on a phone' },
      presses: { full: 2, says: 'that may be' },
    },
  },
  browsers: {
    shows: 'what a doctor does at the console, in Firefox and in WebKit',
    takes: '3 min',
    needs: 'firefox-esr, webkit2gtk-driver, xvfb, gstreamer1.0-libav and -plugins-good, -bad',
    options: {
      megabytes: { full: 20, says: 'of a file that is sent' },
      kilobits: { full: 16_000, says: 'of the link, in a second' },
      breaks: { full: 5, says: 'of the link' },
      only: { full: '', says: 'firefox or webkit' },
      pictures: { full: '', says: 'a folder for pictures of what was seen' },
    },
  },
  pictures: {
    shows: 'every page of the console at three widths, in both languages and themes',
    takes: '8 min',
    needs: 'Chromium, ffmpeg',
    options: {
      folder: { full: 'pictures', says: 'where the pictures go' },
      only: { full: '', says: 'names of pages, by commas' },
    },
  },
  corpus: {
    shows: 'any recording becomes what it must, by the API, by its bytes, in Chromium',
    takes: '20 min',
    takesShort: '1 min',
    needs: 'Chromium, for what is watched; Ceph (ceph-mon, ceph-osd, radosgw), for --s3',
    options: {
      only: { full: '', says: 'names of inputs, by commas' },
      telling: { full: false, short: true, says: 'only the most telling inputs' },
      folder: { full: '', says: 'of other inputs, which must play or be refused' },
      s3: { full: false, says: 'on a bucket in place of a path' },
      browser: { full: false, says: 'Chromium plays all that is ready, not a tenth' },
      inFlight: { full: 4, says: 'inputs at a time' },
      patienceSeconds: { full: 120, says: 'after which an input is given up' },
    },
  },
  jail: {
    shows: 'what decodes uploads does nothing forbidden, and what that costs',
    takes: '3 min',
    takesShort: '40 s',
    options: {
      rounds: { full: 9, short: 5, says: 'of each job, with and without the jail by turns' },
      seconds: { full: 20, short: 4, says: 'of the recording' },
      image: { full: '', says: 'the tag of a worker image that is there, to try the same in it' },
    },
  },
  turns: {
    shows: 'a file of millions of pictures, copies and many clips hold up nobody',
    takes: '5 min',
    takesShort: '45 s',
    options: {
      samples: { full: 8_000_000, says: 'pictures of one byte in the file' },
      copies: { full: 20, short: 5, says: 'instant uploads of it' },
      clips: { full: 50, short: 8, says: 'of the same doctor, which have to be encoded' },
      clipSeconds: { full: 10, short: 3, says: 'of each clip' },
      // A guard on a busy machine; what is seen on a quiet one is printed.
      stallMs: { full: 1000, short: 2000, says: 'that an answer of /livez may take' },
      seconds: { full: 900, short: 150, says: 'after which a wait ends, whatever is left' },
    },
  },
  webhooks: {
    shows: 'events reach receivers that were down for an hour, in order, whatever others do and whoever dies',
    takes: '2 min',
    takesShort: '30 s',
    options: {
      assets: { full: 200, short: 20, says: 'that something happens to' },
      events: { full: 20, short: 10, says: 'of each' },
      replicas: { full: 3, short: 2, says: 'uploaders, of which one is killed' },
      realMinutes: {
        full: 0,
        says: 'for which the one is down by the clock, instead of by times that are moved',
      },
      seconds: { full: 300, short: 120, says: 'after which a wait ends, whatever is left' },
    },
  },
  stops: {
    shows: 'npm start, stopped or killed in any state, leaves nothing running and starts again',
    takes: '15 min',
    takesShort: '1 min',
    options: {
      only: {
        full: '',
        short: 'initdb:INT group,postgres:KILL node,migrating:TERM npm',
        says: 'states, endings, or pairs of them (migrating:KILL npm), by commas',
      },
      atATime: { full: 2, short: 3, says: 'starts' },
    },
  },
  k8s: {
    shows: 'every overlay keeps to schemas, policies and settings',
    takes: '1 min',
    needs: 'kubectl, or npm to fetch one',
    options: {},
  },
  figures: {
    shows: 'what docs/scale.md calculates with, measured here',
    takes: '30 min',
    takesShort: '7 min',
    needs: 'wrk, for delivery',
    options: {
      only: { full: 'video,database,upload,delivery', says: 'figures, by commas' },
      seconds: { full: 60, short: 10, says: 'of each video' },
      pictures: { full: 'slides,demonstration', says: 'kinds of video, by commas' },
      assets: { full: 3000, short: 200, says: 'by form, for the database' },
      megabytes: { full: 1000, short: 200, says: 'of the upload' },
    },
  },
} satisfies Readonly<Record<string, Program>>;
