import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.js';
import { freePort } from './free-port.js';

const LUA_MODULE = '/usr/lib/nginx/modules/ngx_http_lua_module.so';
const PATH = `${process.env['PATH']}:/usr/sbin`;
const START_MS = 20_000;

export type Service = 'uploader' | 'delivery';

/** Whether this machine has nginx with Lua. */
export function hasIngress(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v nginx'], { env: { ...process.env, PATH }, stdio: 'ignore' });
    return existsSync(LUA_MODULE);
  } catch {
    return false;
  }
}

/**
 * nginx as the Ingress controller of Kubernetes runs it: endpoints come and go without a reload, so that no
 * connection of a client ends because a pod does; connections to pods are kept; a request goes to another pod only
 * at delivery, where all are GET and HEAD.
 */
export class Ingress {
  readonly #endpoints: Record<Service, number[]> = { uploader: [], delivery: [] };

  private constructor(
    private readonly folder: string,
    /** In front of the uploaders. */
    readonly apiPort: number,
    /** In front of the deliveries. */
    readonly mediaPort: number,
    private readonly controlPort: number,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(folder: string): Promise<Ingress> {
    const [api, media, control] = [await freePort(), await freePort(), await freePort()];
    const config = path.join(folder, 'ingress.conf');
    await writeFile(config, configuration(folder, { api, media, control }));
    const child = spawn('nginx', ['-c', config, '-p', folder, '-e', path.join(folder, 'ingress.log')], {
      env: { ...process.env, PATH },
      stdio: 'ignore',
      // Out of reach of a Ctrl-C in the rig's terminal: the rig stops it.
      detached: true,
    });
    const gone = atExit(() => child.kill('SIGTERM'));
    const ingress = new Ingress(folder, api, media, control, async () => {
      gone();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    });
    for (const deadline = Date.now() + START_MS; ; await sleep(50)) {
      if (await ingress.#tell('uploader').catch(() => false)) return ingress;
      if (Date.now() < deadline && child.exitCode === null) continue;
      throw new Error(`nginx does not answer: ${await readFile(path.join(folder, 'ingress.log'), 'utf8')}`);
    }
  }

  async add(service: Service, port: number): Promise<void> {
    this.#endpoints[service].push(port);
    await this.#tell(service);
  }

  /** No request that comes from now on goes there; those under way do as they will. */
  async remove(service: Service, port: number): Promise<void> {
    this.#endpoints[service] = this.#endpoints[service].filter((each) => each !== port);
    await this.#tell(service);
  }

  /** What nginx complained of. */
  async complaints(): Promise<string[]> {
    const log = await readFile(path.join(this.folder, 'ingress.log'), 'utf8').catch(() => '');
    return log.split('\n').filter((line) => line !== '');
  }

  stop(): Promise<void> {
    return this.end();
  }

  async #tell(service: Service): Promise<boolean> {
    const ports = this.#endpoints[service].join(',');
    const answer = await fetch(`http://127.0.0.1:${this.controlPort}/${service}?ports=${ports}`);
    await answer.arrayBuffer();
    return answer.ok;
  }
}

/** What the annotations of the Ingresses in k8s/base become. */
function configuration(folder: string, ports: { api: number; media: number; control: number }): string {
  return `
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module ${LUA_MODULE};
daemon off; pid ${folder}/ingress.pid; error_log ${folder}/ingress.log warn; worker_processes 1;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  lua_package_path '/usr/share/lua/5.1/?.lua;;';
  lua_shared_dict endpoints 1m;
  init_by_lua_block {
    local balancer = require 'ngx.balancer'
    local turn = 0
    -- The next endpoint in turn that this request has not tried yet.
    function pick(service)
      local ports = {}
      for port in (ngx.shared.endpoints:get(service) or ''):gmatch('%d+') do ports[#ports + 1] = tonumber(port) end
      if #ports == 0 then return ngx.exit(503) end
      local tried = ngx.ctx.tried
      if tried == nil then
        tried = {}
        ngx.ctx.tried = tried
        balancer.set_more_tries(1)
      end
      for _ = 1, #ports do
        turn = turn + 1
        local port = ports[turn % #ports + 1]
        if not tried[port] then
          tried[port] = true
          return assert(balancer.set_current_peer('127.0.0.1', port))
        end
      end
      return ngx.exit(502)
    end
  }
  upstream uploader { server 0.0.0.1; balancer_by_lua_block { pick('uploader') } keepalive 320; keepalive_timeout 60s; }
  upstream delivery { server 0.0.0.1; balancer_by_lua_block { pick('delivery') } keepalive 320; keepalive_timeout 60s; }
  keepalive_timeout 300s;
  keepalive_requests 1000000;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_next_upstream error timeout;
  proxy_next_upstream_tries 2;
  proxy_buffering off;
  server {
    listen 127.0.0.1:${ports.api};
    client_max_body_size 0;
    proxy_request_buffering off;
    # An upload's request must not be sent twice by anybody but its sender.
    proxy_next_upstream off;
    proxy_read_timeout 3600s;
    proxy_send_timeout 3600s;
    location / { proxy_pass http://uploader; }
  }
  server {
    listen 127.0.0.1:${ports.media};
    location / { proxy_pass http://delivery; }
  }
  server {
    listen 127.0.0.1:${ports.control};
    location / {
      content_by_lua_block {
        ngx.shared.endpoints:set(ngx.var.uri:sub(2), ngx.var.arg_ports or '')
        ngx.say('told')
      }
    }
  }
}
`;
}
