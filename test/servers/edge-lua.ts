import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What a Lua program prints that has the edge's modules, run by nginx before it would begin to serve. The texts are
 * files that the program reads by `text(0)`, `text(1)` and so on.
 */
export async function runEdgeLua(program: string, texts: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-edge-lua-'));
  try {
    for (const [index, text] of texts.entries()) await writeFile(join(folder, String(index)), text);
    const lua = join(process.cwd(), 'docker/edge/lua');
    const whole = `
      local function text(index)
        local file = io.open('${folder}/' .. index, 'rb')
        local text = file:read '*a'
        file:close()
        return text
      end
      ${program}
      io.stdout:flush()
      os.exit(0)`;
    const configuration = join(folder, 'nginx.conf');
    await writeFile(
      configuration,
      `load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
daemon off; pid ${folder}/pid; error_log stderr;
events { }
http {
  lua_package_path '${lua}/?.lua;/usr/share/lua/5.1/?.lua;;';
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e; access_log off;
  init_by_lua_block { ${whole} }
}`,
    );
    const PATH = `${process.env['PATH']}:/usr/sbin`;
    const { stdout } = await run('nginx', ['-p', folder, '-c', configuration], { env: { PATH } });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
