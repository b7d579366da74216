--- What is known of the objects of a bucket, and the signature that the bucket asks for.

local crypto = require 'lectern.crypto'
local object_keys = require 'lectern.object_keys'
local semaphore = require 'ngx.semaphore'
local settings = require 'lectern.settings'

local M = {}

local NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
local DEADLINE_MS = 10000
--- Who asks for readiness waits no longer than Kubernetes' probe and Prometheus do.
local READY_MS = 2000
local LARGEST_ANSWER = 64 * 1024 * 1024

local bucket, region, scheme, host, path_style, socket
-- What may read, and what may put segments of usage.
local reader, writer

--- In the master, before it forks.
function M.start()
  bucket = settings.text 'LECTERN_S3_BUCKET'
  region = settings.text('LECTERN_S3_REGION', 'us-east-1')
  reader = { access_key = settings.text 'LECTERN_S3_ACCESS_KEY', secret_key = settings.text 'LECTERN_S3_SECRET_KEY' }
  writer = {
    access_key = settings.text('LECTERN_USAGE_S3_ACCESS_KEY', reader.access_key),
    secret_key = settings.text('LECTERN_USAGE_S3_SECRET_KEY', reader.secret_key),
  }
  local endpoint = settings.text('LECTERN_S3_ENDPOINT', '')
  scheme, host = endpoint:match '^(https?)://([^/]+)/?$'
  scheme, host = scheme or 'https', host or 's3.' .. region .. '.amazonaws.com'
  path_style = settings.text('LECTERN_S3_PATH_STYLE', endpoint ~= '' and 'true' or 'false') == 'true'
  if not path_style then host = bucket .. '.' .. host end
  socket = 'unix:' .. settings.text 'LECTERN_EDGE_RUN' .. '/bucket.sock'
end

local function hex(bytes)
  return (bytes:gsub('.', function(character) return ('%02x'):format(character:byte()) end))
end

local function signing_key(who, day)
  if day ~= who.day then
    local key = crypto.hmac('AWS4' .. who.secret_key, day)
    for _, part in ipairs { region, 's3', 'aws4_request' } do key = crypto.hmac(key, part) end
    who.key, who.day = key, day
  end
  return who.key
end

--- Signs the request of this server for the bucket (AWS Signature Version 4, in its headers). Keys hold no
--- character that would have to be encoded.
function M.sign()
  local path = (path_style and '/' .. bucket or '') .. ngx.var.uri
  local stamp = os.date('!%Y%m%dT%H%M%SZ', ngx.time())
  local day = stamp:sub(1, 8)
  local method = ngx.req.get_method()
  local who = method == 'PUT' and writer or reader
  -- Who puts says what: see `put`.
  local body_hash = ngx.var.http_x_amz_content_sha256 or NO_BODY
  local credential_scope = day .. '/' .. region .. '/s3/aws4_request'
  local signed = 'host;x-amz-content-sha256;x-amz-date'
  local canonical = table.concat({
    method, path, '',
    'host:' .. host, 'x-amz-content-sha256:' .. body_hash, 'x-amz-date:' .. stamp, '',
    signed, body_hash,
  }, '\n')
  local text = table.concat({
    'AWS4-HMAC-SHA256', stamp, credential_scope, hex(crypto.sha256(canonical)),
  }, '\n')
  ngx.req.set_header('X-Amz-Date', stamp)
  ngx.req.set_header('X-Amz-Content-Sha256', body_hash)
  ngx.req.set_header('Authorization', ('AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s'):format(
    who.access_key, credential_scope, signed, hex(crypto.hmac(signing_key(who, day), text))))
  ngx.var.lectern_bucket_url = scheme .. '://' .. host .. path
end

--- The ETag of an object: the same as every replica of delivery gives.
function M.etag(key, bytes, last_modified)
  local identity = crypto.sha256(('%s\n%d\n%s'):format(key, bytes, last_modified))
  return '"' .. crypto.base64url(identity):sub(1, 22) .. '"'
end

--- Leaves of the bucket's answer what is cached and served, under our own ETag.
function M.tidy()
  local header = ngx.header
  for name in pairs(ngx.resp.get_headers(0)) do
    if name:find '^x%-' then header[name] = nil end
  end
  if ngx.status ~= 200 and ngx.status ~= 206 then return end
  local range = header['Content-Range']
  local bytes = tonumber(range and range:match '/(%d+)$' or header['Content-Length'])
  local last_modified = header['Last-Modified']
  if bytes and last_modified then header['ETag'] = M.etag(ngx.var.uri:sub(2), bytes, last_modified) end
end

--- One request to the bucket. Its status, headers by lower-case name, and body; or nil.
local function ask(method, key, deadline_ms)
  local sock = ngx.socket.tcp()
  sock:settimeout(deadline_ms or DEADLINE_MS)
  if not sock:connect(socket) then return nil end
  sock:send(method .. ' /' .. key .. ' HTTP/1.0\r\nHost: bucket\r\n\r\n')
  local status = (sock:receive '*l' or ''):match '^HTTP/1%.[01] (%d%d%d)'
  local headers = {}
  for line in function() return sock:receive '*l' end do
    if line == '' then break end
    local name, value = line:match '^([^:]+):%s*(.-)%s*$'
    if name then headers[name:lower()] = value end
  end
  local length = tonumber(headers['content-length'])
  local body = ''
  if status and method == 'GET' and length and length > 0 and length <= LARGEST_ANSWER then
    body = sock:receive(length)
  end
  sock:close()
  if not status or not body then return nil end
  return tonumber(status), headers, body
end

--- Puts an object, over one of this key that may be there. Why it is not there; nil where it is.
function M.put(key, body)
  local sock = ngx.socket.tcp()
  sock:settimeout(DEADLINE_MS)
  if not sock:connect(socket) then return 'the bucket can not be asked' end
  sock:send { 'PUT /', key, ' HTTP/1.0\r\nHost: bucket\r\nContent-Length: ', #body,
    '\r\nX-Amz-Content-Sha256: ', hex(crypto.sha256(body)), '\r\n\r\n', body }
  local status = (sock:receive '*l' or ''):match '^HTTP/1%.[01] (%d%d%d)'
  sock:close()
  if status == '200' then return nil end
  return status and 'the bucket answered ' .. status or 'the bucket did not answer'
end

local STALE_SECONDS = 5

local shared = ngx.shared.lectern_heads
local asking = {}

--- Asks once, however many wait for the same key.
local function head_once(key)
  local waiting = asking[key]
  if waiting then
    waiting:wait(DEADLINE_MS / 1000)
  else
    waiting = semaphore.new()
    asking[key] = waiting
    local asked, status, headers = pcall(ask, 'HEAD', key)
    waiting.status, waiting.headers = asked and status or nil, headers
    asking[key] = nil
    if waiting:count() < 0 then waiting:post(-waiting:count()) end
  end
  return waiting.status, waiting.headers
end

local function remembered(text)
  local bytes, modified, asked_at = text:match '^(%d+) (%d+) ([%d.]+)$'
  return { bytes = tonumber(bytes), modified = tonumber(modified), asked_at = tonumber(asked_at) }
end

--- Size and time of an object, and for how many seconds they hold; nil and a problem's code. All workers share
--- what one has learned, for `seconds`, and for as long as the bucket is away.
function M.look_up(key, seconds)
  local known = shared:get(key)
  known = known and remembered(known)
  if known and ngx.now() < known.asked_at + seconds then return known, seconds end
  local status, headers = head_once(key)
  if status == 404 then
    shared:delete(key)
    return nil, 'not-found'
  end
  if not status or status >= 500 then
    if known then return known, STALE_SECONDS end
    return nil, 'storage-unavailable'
  end
  local bytes = status == 200 and tonumber(headers['content-length'])
  local modified = bytes and ngx.parse_http_time(headers['last-modified'] or '')
  if not modified then return nil, 'storage-fault' end
  -- It never expires here, but goes when it is the one that was used least.
  shared:set(key, ('%d %d %.3f'):format(bytes, modified, ngx.now()))
  return { bytes = bytes, modified = modified }, seconds
end

--- Reads a document. Its text; false where there is none; nil and why it can't be read.
function M.reader(key)
  return function()
    local status, _, body = ask('GET', key)
    if status == 200 then return body end
    if status == 404 then return false end
    return nil, status and 'the bucket answered ' .. status or 'the bucket did not answer'
  end
end

--- Whether the bucket answers at all, within two seconds.
function M.answers()
  local status = ask('HEAD', object_keys.REVOCATIONS, READY_MS)
  return status == 200 or status == 404
end

return M
