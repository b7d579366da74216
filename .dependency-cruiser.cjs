// The floors of CONTRIBUTING.md: imports go down only, and a lib is entered through its face.
const rooms = {
  kernel: [],
  // What other programs use to call the API knows nothing of how it is made.
  client: [],
  digest: ['kernel'],
  storage: ['kernel'],
  signing: ['kernel'],
  hls: ['kernel'],
  mp4: ['kernel'],
  'media-type': ['kernel'],
  'text-tracks': ['kernel'],
  jail: ['kernel'],
  egress: ['kernel'],
  mail: ['kernel'],
  database: ['kernel'],
  catalog: ['database', 'kernel'],
  quotas: ['database', 'kernel'],
  identity: ['database', 'kernel'],
  audit: ['database', 'kernel'],
  alerts: ['database', 'egress', 'kernel', 'mail'],
  notices: ['database', 'kernel', 'mail'],
  webhooks: ['database', 'egress', 'kernel'],
  usage: ['database', 'kernel'],
  http: [
    'kernel',
    'digest',
    'storage',
    'signing',
    'hls',
    'mp4',
    'media-type',
    'database',
    'catalog',
    'quotas',
    'identity',
    'audit',
    'usage',
  ],
};

const libRules = Object.entries(rooms).map(([room, below]) => ({
  name: `floor-of-${room}`,
  severity: 'error',
  comment: `libs/${room} may import only ${['itself', ...below].join(', ')}`,
  from: { path: `^libs/${room}/`, pathNot: '\\.spec\\.ts$|/testing/' },
  to: { path: '^(libs|apps|test|bench)/', pathNot: `^libs/(${[room, ...below].join('|')})/` },
}));

// The rooms of the uploader, and which others each may import. All stand on the files beside them: the settings,
// and what the uploader is given.
const uploader = 'apps/uploader/src';
const uploaderRooms = {
  rest: { rule: 'rest-lowest', below: [] },
  intake: { rule: 'intake-knows-no-door', below: ['rest'] },
  doors: { rule: 'room-of-doors', below: ['intake', 'rest'] },
  continuation: { rule: 'room-of-continuation', below: ['doors', 'intake', 'rest'] },
  playback: { rule: 'room-of-playback', below: ['rest'] },
  events: { rule: 'room-of-events', below: ['rest'] },
  upkeep: { rule: 'room-of-upkeep', below: ['intake', 'playback', 'rest'] },
  tracks: { rule: 'room-of-tracks', below: ['rest', 'playback'] },
  catalog: { rule: 'room-of-catalog', below: ['rest', 'playback', 'upkeep'] },
  webhooks: { rule: 'room-of-webhooks', below: ['rest'] },
  admin: { rule: 'room-of-admin', below: ['rest', 'playback', 'upkeep', 'webhooks'] },
  people: { rule: 'room-of-people', below: ['rest', 'playback', 'upkeep', 'intake'] },
  session: { rule: 'room-of-session', below: ['rest'] },
  console: { rule: 'room-of-console', below: ['rest'] },
  notices: { rule: 'room-of-notices', below: ['rest'] },
  releases: { rule: 'room-of-releases', below: ['rest', 'playback'] },
};

const uploaderRules = Object.entries(uploaderRooms).map(([room, { rule, below }]) => ({
  name: rule,
  severity: 'error',
  comment: `of the uploader's rooms, ${room} may import only ${[room, ...below].join(', ')}`,
  from: { path: `^${uploader}/${room}/`, pathNot: '\\.spec\\.ts$' },
  to: {
    path: `^${uploader}/([^/]+/|main\\.ts|uploader\\.module\\.ts)`,
    pathNot: `^${uploader}/(${[room, ...below].join('|')})/`,
  },
}));

// The worker's rooms, and the rooms below each. Files beside them that say what fails and what may be used are
// everybody's; the wiring (main, module, settings) is nobody's.
const workerRooms = {
  ffmpeg: [],
  renditions: ['ffmpeg'],
  sound: ['renditions', 'ffmpeg'],
  video: ['sound', 'renditions', 'ffmpeg'],
  pictures: ['ffmpeg'],
  captions: ['ffmpeg'],
  usage: [],
  jobs: ['video', 'sound', 'pictures', 'captions', 'renditions', 'ffmpeg'],
};

const workerRules = Object.entries(workerRooms).map(([room, below]) => ({
  name: `worker-${room}`,
  severity: 'error',
  comment: `apps/worker/src/${room} may import only ${['itself', ...below].join(', ')}`,
  from: { path: `^apps/worker/src/${room}/`, pathNot: '\\.spec\\.ts$' },
  to: {
    path: '^apps/worker/src/',
    pathNot: `^apps/worker/src/((${[room, ...below].join('|')})/|(failure|media-settings|worker-metrics)\\.ts$)`,
  },
}));

module.exports = {
  forbidden: [
    ...libRules,
    ...uploaderRules,
    {
      name: 'ground-knows-no-room',
      severity: 'error',
      comment: 'only the module that joins the rooms of the uploader, and who starts it, know them',
      from: { path: `^${uploader}/[^/]+$`, pathNot: `^${uploader}/(main|uploader\\.module)\\.ts$` },
      to: { path: `^${uploader}/([^/]+/|main\\.ts|uploader\\.module\\.ts)` },
    },
    {
      name: 'intake-by-libs',
      severity: 'error',
      comment: 'intake says what it needs of the API; only its module is told who gives it',
      from: { path: `^${uploader}/intake/`, pathNot: '\\.(spec|module)\\.ts$|/testing/' },
      to: { path: `^${uploader}/rest/` },
    },
    {
      name: 'doors-apart',
      severity: 'error',
      comment: 'a door never imports another door: what two of them need lies beside their folders',
      from: { path: `^${uploader}/doors/([^/]+)/` },
      to: { path: `^${uploader}/doors/[^/]+/`, pathNot: `^${uploader}/doors/$1/` },
    },
    {
      name: 'doors-share-downwards',
      severity: 'error',
      comment: 'what doors share knows none of them: only the module does, and who stands before two of them',
      from: {
        path: `^${uploader}/doors/[^/]+$`,
        pathNot: `^${uploader}/doors/(doors\\.module|uploads\\.controller)\\.ts$`,
      },
      to: { path: `^${uploader}/doors/[^/]+/` },
    },
    ...workerRules,
    {
      name: 'worker-failures-know-no-room',
      severity: 'error',
      comment: 'what every room of the worker may use knows none of them',
      from: { path: '^apps/worker/src/(failure|media-settings|worker-metrics)\\.ts$' },
      to: { path: '^apps/worker/src/' },
    },
    {
      name: 'apps-apart',
      severity: 'error',
      comment: 'apps never import each other; standalone starts them, so it may import their modules',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/|\\.spec\\.ts$' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'through-the-face',
      severity: 'error',
      comment:
        'outsiders import a lib only as #libs/<name>, or by the face of a part of it, #libs/<name>/<part>',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: {
        path: '^libs/([^/]+)/',
        pathNot: '^libs/$2/|^libs/[^/]+/index\\.ts$|^libs/[^/]+/[^/]+/index\\.ts$',
      },
    },
    {
      name: 'examination-only-for-the-operator',
      severity: 'error',
      comment: 'what the doctor asks of a backend is no part of serving with it',
      from: { pathNot: '^apps/operator/|^libs/storage/examination/|\\.spec\\.ts$' },
      to: { path: '^libs/storage/examination/' },
    },
    {
      name: 'no-framework-below-http',
      severity: 'error',
      comment: 'libs below http know neither Nest nor Fastify',
      from: { path: '^libs/', pathNot: '^libs/http/|\\.spec\\.ts$|/testing/' },
      to: { path: 'node_modules/(@nestjs|fastify|@fastify|multer|rxjs)/' },
    },
    {
      name: 'no-query-above-the-domains',
      severity: 'error',
      comment:
        'apps and http ask the domain libs, whose methods say what can be relied on; .oxlintrc.json holds the rest',
      from: { path: '^(apps|libs/http)/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'delivery-without-database',
      severity: 'error',
      comment: 'delivery scales by replicas because it needs no database',
      from: { path: '^apps/delivery/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/(database|catalog|quotas|identity|audit|usage/(?!journal/))' },
    },
    {
      name: 'objects-know-no-lane',
      severity: 'error',
      comment:
        'the fast lane knows the objects and the HTTP way beside it; only delivery.ts, which starts it, knows the lane',
      from: {
        path: '^apps/delivery/src/',
        pathNot: '^apps/delivery/src/(lane/|delivery\\.ts$)|\\.spec\\.ts$',
      },
      to: { path: '^apps/delivery/src/lane/' },
    },
    {
      name: 'lane-reads-downwards',
      severity: 'error',
      comment:
        'of two files of the lane, or of the objects, one knows the other: not even by types is there a circle',
      from: { path: '^apps/delivery/src/(lane|objects)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist[-/]|^data/|^apps/console/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
