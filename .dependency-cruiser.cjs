// The floors of CONTRIBUTING.md: imports go down only, and a lib is entered through its face.
const rooms = {
  kernel: [],
  digest: ['kernel'],
  storage: ['kernel'],
  signing: ['kernel'],
  hls: ['kernel'],
  mp4: ['kernel'],
  'media-type': ['kernel'],
  database: ['kernel'],
  catalog: ['database', 'kernel'],
  quotas: ['database', 'kernel'],
  identity: ['database', 'kernel'],
  audit: ['database', 'kernel'],
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
  ],
};

const libRules = Object.entries(rooms).map(([room, below]) => ({
  name: `floor-of-${room}`,
  severity: 'error',
  comment: `libs/${room} may import only ${['itself', ...below].join(', ')}`,
  from: { path: `^libs/${room}/`, pathNot: '\\.spec\\.ts$|/testing/' },
  to: { path: '^(libs|apps|test|bench)/', pathNot: `^libs/(${[room, ...below].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...libRules,
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
      to: { path: '^libs/(database|catalog|quotas|identity|audit)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
