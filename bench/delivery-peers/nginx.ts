import { createHash } from 'node:crypto';

export interface NginxOptions {
  readonly folder: string;
  readonly root: string;
  readonly port: number;
  readonly secret: Buffer;
  /** How many descriptors it keeps open. */
  readonly openFiles: number;
  /** Whether it writes what Lectern's access log says. */
  readonly log: boolean;
}

/**
 * One nginx, one worker, three ways to the same files, as somebody would tune it: sendfile, descriptors kept
 * open, heads and bodies in full packets, connections never closed for their age, a log that is buffered.
 *
 *     /assets/…              nginx: no check at all
 *     /link/<md5>/<expires>/assets/…   nginx-secure-link: its own module, MD5
 *     /s/…                   nginx-lua: our own URLs, HMAC-SHA256 by OpenSSL on each request
 */
export function nginxConfig({ folder, root, port, secret, openFiles, log }: NginxOptions): string {
  return `
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; master_process off; worker_processes 1; pcre_jit on;
pid ${folder}/nginx.pid; error_log ${folder}/error.log warn;
events { worker_connections 16384; }
http {
  types { application/vnd.apple.mpegurl m3u8; video/mp4 mp4; image/webp webp; }
  log_format lectern escape=json '{"level":30,"time":"$time_iso8601","app":"nginx",'
    '"requestId":"$request_id","method":"$request_method","status":$status,"session":"$session",'
    '"path":"$uri","client":"$remote_addr","bytes":$body_bytes_sent,"ms":$request_time,"msg":"delivery"}';
  access_log ${log ? `${folder}/access.log lectern buffer=32k flush=1s` : 'off'};
  sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 75;
  open_file_cache max=${openFiles} inactive=60s; open_file_cache_valid 60s; server_tokens off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  lua_code_cache on; lua_package_path ";;";
  init_by_lua_block {
    ffi = require "ffi"
    ffi.cdef[[
      const void *EVP_sha256(void);
      unsigned char *HMAC(const void *md, const void *key, int key_len, const unsigned char *d, size_t n,
                          unsigned char *out, unsigned int *out_len);
    ]]
    crypto = ffi.load("libcrypto.so.3")
    secret = ngx.decode_base64("${secret.toString('base64')}")
    mac_bytes = ffi.new("unsigned char[32]")
    decode_base64url = require("ngx.base64").decode_base64url
    mac_length = ffi.new("unsigned int[1]")
    function mac_of(text)
      crypto.HMAC(crypto.EVP_sha256(), secret, #secret, text, #text, mac_bytes, mac_length)
      return ffi.string(mac_bytes, 32)
    end
  }
  server {
    listen 127.0.0.1:${port} reuseport backlog=4096;
    root ${root};
    set $session "";
    add_header X-Content-Type-Options nosniff; add_header Referrer-Policy no-referrer;
    add_header Content-Security-Policy "default-src 'none'; sandbox";
    add_header Access-Control-Allow-Origin *; add_header Cache-Control "private, max-age=3600, immutable";
    location /assets/ { }
    location ~ ^/link/(?<md5>[A-Za-z0-9_-]+)/(?<until>[0-9]+)(?<file>/assets/.*)$ {
      secure_link $md5,$until; secure_link_md5 "$secure_link_expires$file bench";
      if ($secure_link = "") { return 403; }
      if ($secure_link = "0") { return 410; }
      rewrite ^ $file break;
    }
    location /s/ {
      rewrite_by_lua_block {
        local url = ngx.re.match(ngx.var.request_uri, "^/s/([^/]+)~h=([A-Za-z0-9_-]+)/([a-z0-9_]+)/([A-Za-z0-9._/-]+)$", "jo")
        if not url or url[4]:find("..", 1, true) then return ngx.exit(404) end
        local claims, mac, asset, path = url[1], url[2], url[3], url[4]
        local claim = ngx.re.match(claims, "^k=[A-Za-z0-9_-]+~e=([0-9]+)~s=([a-z]+)~v=[0-9]+", "jo")
        if not claim or claim[2] ~= "play" then return ngx.exit(404) end
        if mac_of("lectern-url-v1\\n" .. claims .. "\\n" .. asset .. "/") ~= decode_base64url(mac) then return ngx.exit(403) end
        if ngx.time() >= tonumber(claim[1]) then return ngx.exit(403) end
        ${log ? 'ngx.var.session = claims:match("~j=([%w_-]+)") or ""' : ''}
        ngx.req.set_uri("/assets/" .. asset:sub(-2) .. "/" .. asset .. "/" .. path)
      }
    }
  }
}
`;
}

/** The path of a file, as secure_link wants it. */
export function secureLink(file: string, expires: number): string {
  const md5 = createHash('md5').update(`${expires}${file} bench`).digest('base64url');
  return `/link/${md5}/${expires}${file}`;
}
