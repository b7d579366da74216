--- The media tree, by calls that hang while its server does. Each is made in a thread of its own: what waits is the
--- request that needs it, not the worker; and once a call has waited for too long, nobody else begins one until the
--- tree answers again.
---
--- ngx.run_worker_thread is what its makers call experimental. Debian's kills the worker when the queue of the pool
--- overflows, so the pool's is longer than it can get (nginx.conf).

local POOL = 'lectern'
-- How long the root may take to answer before the tree counts as hung.
local HANGS_SECONDS = 2

local M = {}

local root
local answers = true
-- When the look at the root began that is under way.
local began
-- Whether a request has waited in vain since the root was seen last.
local late = false
local said = false

--- Calls a function of files.lua in a thread, for as long as it takes.
local function call(name, ...)
  local called, first, second, third = ngx.run_worker_thread(POOL, 'lectern.files', name, ...)
  if called then return first, second, third end
  ngx.log(ngx.ERR, 'a call of the tree failed: ', first)
  return nil, 'storage-fault'
end

function M.start(folder)
  root = folder
end

--- Whether the tree leaves its callers waiting.
function M.hangs()
  return late or (began ~= nil and ngx.now() - began > HANGS_SECONDS)
end

--- Whether it answered when it was asked last, a moment ago.
function M.answers()
  return answers and not M.hangs()
end

--- Asks whether the root is there; to be called all the time, and never twice at once.
function M.probe()
  began = ngx.now()
  answers = call('answers', root) == true
  began = nil
  late = false
end

--- Says in the log when the tree begins to hang, and when it answers again.
function M.watch()
  local hangs = M.hangs()
  if hangs == said then return end
  said = hangs
  ngx.log(hangs and ngx.ERR or ngx.NOTICE, hangs and 'the storage does not answer' or 'the storage answers again')
end

local function patience(seconds)
  ngx.sleep(seconds)
  return 'late'
end

--- Size and time of an object; nil and a problem's code: `storage-unavailable` after so many seconds at most.
function M.look_up(asset, path, seconds)
  if M.hangs() then return nil, 'storage-unavailable' end
  local asking = ngx.thread.spawn(call, 'look_up', root, asset, path)
  local waiting = ngx.thread.spawn(patience, seconds)
  local _, bytes, modified = ngx.thread.wait(asking, waiting)
  if bytes == 'late' then
    -- The call goes on, but nobody waits for it any more: a phase ends only when all its threads have.
    ngx.thread.kill(asking)
    late = late or seconds > HANGS_SECONDS
    return nil, 'storage-unavailable'
  end
  ngx.thread.kill(waiting)
  if not bytes then return nil, modified end
  return { bytes = bytes, modified = modified }
end

--- Reads a document of the tree, as files.read does; it may take as long as the tree hangs.
function M.reader(path)
  return function()
    return call('read', path)
  end
end

return M
