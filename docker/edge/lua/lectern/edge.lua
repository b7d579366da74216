--- The edge: verifies signed URLs and decides what is answered; nginx moves the bytes.

local bucket = require 'lectern.bucket'
local clock = require 'lectern.clock'
local files = require 'lectern.files'
local key_ring = require 'lectern.key_ring'
local lrucache = require 'resty.lrucache'
local media_types = require 'lectern.media_types'
local metrics = require 'lectern.metrics'
local object_keys = require 'lectern.object_keys'
local objects = require 'lectern.objects'
local preconditions = require 'lectern.preconditions'
local preflight = require 'lectern.preflight_table'
local problems = require 'lectern.problems'
local request_line = require 'lectern.request_line'
local revocations = require 'lectern.revocations'
local settings = require 'lectern.settings'
local strings = require 'lectern.strings'
local tree = require 'lectern.tree'
local usage = require 'lectern.usage'
local verifier = require 'lectern.verify'

local M = {}

-- What all workers know of each other.
local shared = ngx.shared.lectern_metrics

local LONGEST_AGE_SECONDS = 365 * 24 * 3600
local CONNECTIONS = 12000

-- The root of the tree; nil with a bucket.
local root
local ring_file
local ring, list
local paces
-- Whether this worker has ever had a cap to keep.
local paced = false
-- Whether this worker tells what it sends to whom.
local counts_usage = false

--- In the master, before it forks: a start without valid keys fails.
function M.start()
  if settings.text('LECTERN_STORAGE', 'nfs') == 's3' then
    bucket.start()
  else
    root = settings.text 'LECTERN_STORAGE_PATH':gsub('/+$', '')
    tree.start(root)
  end
  ring_file = settings.text 'LECTERN_KEY_RING'
  objects.start(root, settings.count('LECTERN_DELIVERY_OPEN_OBJECTS', 512),
    settings.count('LECTERN_DELIVERY_OPEN_SECONDS', 60))
  paces = lrucache.new(CONNECTIONS)
  usage.start()
  local text, problem = key_ring.read(ring_file)
  local keys
  if text then
    keys, problem = key_ring.parse(text)
  end
  if not keys then error('the key ring is not valid: ' .. problem, 0) end
end

--- Runs at once and then at an interval, never twice at a time.
local function each(seconds, run)
  local busy = false
  local function guarded(premature)
    if premature or busy then return end
    busy = true
    local worked, err = pcall(run)
    busy = false
    if not worked then ngx.log(ngx.ERR, err) end
  end
  assert(ngx.timer.at(0, guarded))
  assert(ngx.timer.every(seconds, guarded))
end

--- In each worker. A worker takes over no ring from the master: it may be older than the file, and hold a key
--- that was removed since.
function M.start_worker()
  local reload_ring = key_ring.follow(ring_file, function(fresh, told)
    verifier.forget()
    ngx.log(ngx.NOTICE, ring and 'a new key ring is in force: ' or 'the key ring is read: ', key_ring.words(told))
    metrics.ring(told)
    ring = fresh
  end, function(problem)
    ngx.log(ngx.ERR, problem, ring and '; the last one stays in force' or '; nothing is served')
  end)
  local file = root and root .. '/' .. object_keys.REVOCATIONS
  local read = root and function() return files.read(file) end or bucket.reader(object_keys.REVOCATIONS)
  local mine = 'list:' .. ngx.worker.id()
  shared:delete(mine)
  local reload_list = revocations.follow(function() return read() end, function(fresh)
    if not list then shared:set(mine, true) end
    list = fresh
    metrics.revocations(ngx.time(), fresh.size)
  end, function(problem)
    ngx.log(ngx.ERR, problem, list and '; the last one stays in force' or '; nothing is served')
  end, function()
    -- Before the first request nobody waits, and no turn can be given.
    if ngx.get_phase() == 'timer' then ngx.sleep(0) end
  end)
  -- Before the first request. A bucket can't be asked here: the list comes a moment later.
  reload_ring()
  if root then
    reload_list()
    read = tree.reader(file)
    each(1, tree.probe)
    each(1, tree.watch)
  end
  each(clock.follow_seconds, reload_ring)
  each(clock.follow_seconds, reload_list)
  each(1, metrics.flush)
  counts_usage = usage.start_worker()
end

--- In each worker, when it ends.
function M.stop_worker()
  usage.stop_worker(root ~= nil and tree.hangs())
end

--- The Cache-Control of an answer at this second, kept until the next one.
local function cache_control(token, now)
  if token.cached_at ~= now then
    local age = math.max(0, math.min(token.expires - now, LONGEST_AGE_SECONDS))
    -- Private: a cache that viewers share would go on serving a URL that has been revoked meanwhile.
    token.cached_at, token.cache_control = now, ('private, max-age=%d, immutable'):format(age)
  end
  return token.cache_control
end

--- Content-Type and Content-Disposition (nil for none), kept where they are sure to hold: with an object for
--- everybody who may play it, and with a token that is for one file alone.
local function describe(token, object)
  local known = token.scope == 'file' and token or object
  if not known.content_type then
    known.content_type = media_types.content_type(object.path, token.save_as)
    known.content_disposition = media_types.content_disposition(object.path, token.save_as)
  end
  return known.content_type, known.content_disposition
end

local function answer_preflight()
  local header = ngx.header
  ngx.status = 204
  for name, value in pairs(preflight) do header[name] = value end
  ngx.send_headers()
  return ngx.exit(204)
end

--- The head of a whole object alone: for HEAD, and for what has no bytes.
local function answer_head(object)
  local header = ngx.header
  header['ETag'] = object.etag
  header['Last-Modified'] = object.last_modified
  header['Accept-Ranges'] = 'bytes'
  header['Content-Length'] = object.bytes
  ngx.send_headers()
  return ngx.exit(200)
end

local function answer_not_modified(object, token, now)
  local header = ngx.header
  ngx.status = 304
  header['ETag'] = object.etag
  header['Last-Modified'] = object.last_modified
  header['Cache-Control'] = cache_control(token, now)
  header['Accept-Ranges'] = 'bytes'
  ngx.send_headers()
  return ngx.exit(304)
end

--- A bandwidth cap belongs to the connection: nginx paces one answer, and a request waits until what its
--- connection was sent before is paid for.
local function pace(kib_per_second)
  paced = true
  local free_at = paces:get(ngx.var.connection)
  local wait = free_at and free_at - ngx.now() or 0
  if wait > 0 then ngx.sleep(wait) end
  ngx.var.limit_rate = kib_per_second * 1024
end

local CONDITIONS = {
  if_match = 'If-Match',
  if_none_match = 'If-None-Match',
  if_modified_since = 'If-Modified-Since',
  if_unmodified_since = 'If-Unmodified-Since',
  if_range = 'If-Range',
  range = 'Range',
}

--- nginx's variable holds the first of several alone; together they are no range (RFC 9110 section 14.2), and so
--- none for delivery.
local function range_of(var)
  if not var.http_range then return nil end
  local range = ngx.req.get_headers(0)['range']
  return type(range) == 'table' and table.concat(range, ', ') or range
end

local function conditions(var)
  if request_line.length_of 'lectern_conditional' == 0 then return nil end
  strings.read(var.lectern_conditional)
  return {
    if_match = var.http_if_match,
    if_none_match = var.http_if_none_match,
    if_modified_since = var.http_if_modified_since,
    if_unmodified_since = var.http_if_unmodified_since,
    if_range = var.http_if_range,
    range = range_of(var),
  }
end

--- Leaves to nginx the whole, or exactly one range.
local function ask_for(var, asked, status, first, last)
  for name in pairs(asked) do ngx.req.clear_header(CONDITIONS[name]) end
  if status == 206 then
    ngx.req.set_header('Range', ('bytes=%d-%d'):format(first, last))
    -- nginx says so by itself only where it sends the whole.
    var.lectern_accept_ranges = 'bytes'
  end
end

local function set_headers(token, object, now)
  local header = ngx.header
  local content_type, content_disposition = describe(token, object)
  header['Cache-Control'] = cache_control(token, now)
  header['Content-Type'] = content_type
  if content_disposition then header['Content-Disposition'] = content_disposition end
  if root then header['ETag'] = object.etag end
end

--- Judges the conditions and leaves the rest to nginx.
local function serve(method, token, path, now)
  local object, problem = objects.look_up(token.asset, path)
  if not object then return problems.answer(problem) end
  local var = ngx.var
  local asked = conditions(var)
  if asked then
    local status, first, last = preconditions.select(method, asked, object)
    if status == 412 then return problems.answer 'precondition-failed' end
    if status == 416 then return problems.answer('range-not-satisfiable', object.bytes) end
    if status == 304 then return answer_not_modified(object, token, now) end
    ask_for(var, asked, status, first, last)
  end
  set_headers(token, object, now)
  if root then
    var.lectern_file = objects.file_of(object)
    return
  end
  if method == 'HEAD' or object.bytes == 0 then return answer_head(object) end
  var.lectern_key = object.key
  return ngx.exec '@bucket'
end

local VERDICT_OK = 'lectern_delivery_verdicts_total{code="ok"}'

--- The short way, for what nearly every request is: a token that was found right before, an object that is known,
--- and no answer but the whole or a range. The file that nginx is to send; an empty text for everything else, of
--- which nothing is touched and `answer` judges it anew. It runs where nginx sets variables, without a coroutine,
--- so nothing in it may wait.
function M.recall()
  if not (ring and list) then return '' end
  local prefix, name = request_line.split()
  local token = prefix and verifier.recall(prefix)
  if not token or token.kib_per_second then return '' end
  local object = objects.recall(name)
  if not object or (token.scope == 'file' and token.path ~= object.path) then return '' end
  local var, now = ngx.var, clock.now()
  if verifier.refusal(token, object.path, list, now, token.network and var.binary_remote_addr) then return '' end
  local asked = conditions(var)
  if asked then
    local status, first, last = preconditions.select(ngx.req.get_method(), asked, object)
    if status ~= 200 and status ~= 206 then return '' end
    ask_for(var, asked, status, first, last)
  end
  set_headers(token, object, now)
  metrics.add(VERDICT_OK, 1)
  var.lectern_about = token.logged .. object.logged
  return objects.file_of(object)
end

local function verify(var, target)
  local code, token, path = verifier.verify(target, ring, list or revocations.empty, clock.now(), var.binary_remote_addr)
  metrics.add(code and 'lectern_delivery_verdicts_total{code="' .. code .. '"}' or VERDICT_OK, 1)
  if token then
    var.lectern_about = ('%s"asset":"%s","path":"%s",'):format(token.logged, token.asset, path)
  end
  return code, token, path
end

--- Answers a request whose raw target begins with `/s/`.
local function answer_signed(var, method, target)
  if method ~= 'GET' and method ~= 'HEAD' and method ~= 'OPTIONS' then
    return problems.answer 'method-not-allowed'
  end
  if not ring then return problems.answer 'keys-unknown' end
  local code, token, path = verify(var, target)
  if code then return problems.answer(code) end
  if not list then return problems.answer 'revocations-unknown' end
  if method == 'OPTIONS' then return answer_preflight() end
  if object_keys.is_composition(path) then return ngx.exec '@delivery' end
  if token.kib_per_second then pace(token.kib_per_second) end
  return serve(method, token, path, clock.now())
end

local function answer_text(status, content_type, text)
  ngx.status = status
  ngx.header['Content-Type'] = content_type
  ngx.header['Content-Length'] = #text
  ngx.header['Cache-Control'] = 'no-store'
  ngx.print(text)
  return ngx.exit(status)
end

--- Whether every worker has read the revocation list: which of them the next request comes to is chance.
local function all_have_list()
  for id = 0, ngx.worker.count() - 1 do
    if not shared:get('list:' .. id) then return false end
  end
  return true
end

--- What there must be before traffic makes sense, and whether it is there.
local function readiness()
  local answers
  if root then answers = tree.answers() else answers = bucket.answers() end
  return { { 'storage', answers }, { 'keys', ring ~= nil }, { 'revocations', all_have_list() } }
end

local function answer_ready()
  local failing = {}
  for _, check in ipairs(readiness()) do
    if not check[2] then failing[#failing + 1] = '"' .. check[1] .. '"' end
  end
  local ready = #failing == 0
  return answer_text(ready and 200 or 503, 'application/json',
    ('{"status":"%s","failing":[%s]}'):format(ready and 'ok' or 'unavailable', table.concat(failing, ',')))
end

local OPERATIONS = {
  ['/livez'] = function() return answer_text(200, 'application/json', '{"status":"ok"}') end,
  ['/readyz'] = answer_ready,
  ['/metrics'] = function() return answer_text(200, 'text/plain; version=0.0.4; charset=utf-8', metrics.text(readiness())) end,
}

--- Whether a request line is method, target and version with one space between them, and nothing else. In front of
--- the target may stand a host (RFC 9112 section 3.2.2), which nginx has cut off in request_uri, and which is not signed.
local function is_plain(var, method, target)
  -- A line without a version may be as long as one with it.
  if ngx.req.http_version() == 0.9 then return false end
  local more = request_line.length_of 'request' - (#method + #target + 10)
  if more <= 0 then return more == 0 end
  local line = var.request
  strings.read(line)
  local front = line:sub(#method + 1, #method + 1 + more)
  return front:find '^ [hH][tT][tT][pP][sS]?://[%w%.%-_:%[%]]+$' ~= nil
    and line:sub(#method + 2 + more, -10) == target
end

--- Every request: what is signed is the raw target as it came over the wire, whatever nginx makes of it.
function M.answer()
  local var = ngx.var
  local target, method = var.request_uri, ngx.req.get_method()
  if target:sub(1, 3) == '/s/' and is_plain(var, method, target) then return answer_signed(var, method, target) end
  strings.read(target)
  return problems.answer 'not-found'
end

--- What probes and Prometheus ask, on a listener of their own.
function M.answer_health()
  local operation, method = OPERATIONS[ngx.var.request_uri], ngx.req.get_method()
  if not operation or (method ~= 'GET' and method ~= 'HEAD') then return problems.answer 'not-found' end
  -- nginx would judge them on any 200, and a 412 in the midst of an answer of Lua's own ends the worker (SIGSEGV).
  if request_line.length_of 'lectern_conditional' > 0 then
    for _, name in pairs(CONDITIONS) do ngx.req.clear_header(name) end
  end
  return operation()
end

--- What nginx refused or failed at by itself.
function M.answer_problem()
  local var = ngx.var
  -- A target that nginx could not read (`%00`, `..` above the root) has no form that could be signed.
  local line = var.request or ''
  if ngx.status == 400 and (var.request_uri or '') == '' and (line:find '^%u+ /' or line:find '^%u+ %a+://') then
    return problems.answer 'not-found'
  end
  return problems.answer(problems.code_of(ngx.status))
end

local METHODS = { GET = 'GET', HEAD = 'HEAD', OPTIONS = 'OPTIONS' }
local series_of = {}

--- The name of a counter of requests.
local function requests_series(method, class)
  local name = METHODS[method] or 'other'
  local classes = series_of[name]
  if not classes then
    classes = {}
    series_of[name] = classes
  end
  local series = classes[class]
  if not series then
    series = ('lectern_delivery_requests_total{method="%s",status="%dxx"}'):format(name, class)
    classes[class] = series
  end
  return series
end

-- Of requests whose signature is not right each worker logs so many lines a minute: strangers must not fill the disk.
local STRANGER_LINES = 100
local NOBODY = '"session":"","asset":"","path":"",'
local strangers = { minute = 0, lines = 0, left_out = 0 }

local function is_left_out(var)
  if ngx.status < 400 or ngx.status >= 500 or var.lectern_about ~= NOBODY then return false end
  local minute = math.floor(ngx.time() / 60)
  if strangers.minute ~= minute then
    if strangers.left_out > 0 then
      ngx.log(ngx.NOTICE, 'lines of strangers were left out: ', strangers.left_out)
    end
    strangers.minute, strangers.lines, strangers.left_out = minute, 0, 0
  end
  strangers.lines = strangers.lines + 1
  if strangers.lines <= STRANGER_LINES then return false end
  strangers.left_out = strangers.left_out + 1
  return true
end

--- After each request, and before its line is logged.
function M.log()
  local var = ngx.var
  if is_left_out(var) then var.lectern_logged = '0' end
  local bytes = tonumber(var.lectern_bytes) or 0
  metrics.add(requests_series(ngx.req.get_method(), math.floor(ngx.status / 100)), 1)
  metrics.add('lectern_delivery_sent_bytes_total', bytes)
  if counts_usage and bytes > 0 then usage.count(var.lectern_about, bytes, ngx.now() - ngx.req.start_time()) end
  if var.request_completion ~= 'OK' then metrics.add('lectern_delivery_cut_total', 1) end
  if not paced then return end
  local rate = tonumber(var.limit_rate) or 0
  if rate == 0 then return end
  local connection, began = var.connection, ngx.req.start_time()
  local free_at = math.max(paces:get(connection) or 0, began) + bytes / rate
  if free_at > ngx.now() then paces:set(connection, free_at, free_at - ngx.now()) end
end

return M
