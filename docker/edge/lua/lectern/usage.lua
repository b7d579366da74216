--- Tells what was sent to whom, for the worker to count: lines of NDJSON as delivery writes them (libs/usage/journal). Each
--- worker has a segment of its own, to which it appends each second, and durably. No answer waits for it, and none fails of
--- it: lines that can't be written wait in memory, and those that can't wait are counted as lost.
---
--- What delivery makes for the edge, compositions, delivery counts.

local bucket = require 'lectern.bucket'
local crypto = require 'lectern.crypto'
local metrics = require 'lectern.metrics'
local object_keys = require 'lectern.object_keys'
local segments = require 'lectern.segments'
local settings = require 'lectern.settings'

local POOL = 'lectern'
local MIB = 1024 * 1024
local SEGMENT_BYTES, SEGMENT_SECONDS = MIB, 60
-- What a worker keeps in memory of lines that can't be written for now.
local MOST_WAITING = 16 * MIB
-- The longest that one answer is believed to have taken.
local LONGEST_SECONDS = 24 * 3600
-- Of a segment that is written each second: so long without a change, and its writer is dead.
local ABANDONED_SECONDS = 300
local LOST, WRITTEN = 'lectern_delivery_usage_lost_bytes_total', 'lectern_delivery_usage_segments_total'

local M = {}

-- The folder of all replicas, this one's name in it, and the most that may lie there.
local base, replica, most_bytes
-- Whether the folder is this edge's alone, and whole segments go to a bucket.
local sends = false
local token, begun = nil, 0
-- By what the access log says of an answer, which names session, asset and path: bytes, and the longest answer.
local tally = {}
-- Texts with what they stand for, oldest first.
local waiting, waiting_bytes = {}, 0
local segment
local writing, failing = false, false
local looked_at = 0

local function host_name()
  local file = io.open('/proc/sys/kernel/hostname', 'rb')
  local name = file and file:read '*l' or ''
  if file then file:close() end
  return name
end

--- In the master, before it forks.
function M.start()
  local folder = settings.text('LECTERN_USAGE_PATH', '')
  if folder == '' then
    ngx.log(ngx.WARN, 'LECTERN_USAGE_PATH is not set: nobody\'s usage is counted')
    return
  end
  base = folder:gsub('/+$', '')
  local name = settings.text('LECTERN_POD', host_name()):gsub('[^A-Za-z0-9._-]', '-')
  if not name:find '^%w' then name = 'replica-' .. name end
  -- A delivery in the same pod has the pod's name.
  replica = name .. '.edge'
  most_bytes = settings.count('LECTERN_USAGE_MIB', 1024) * MIB
  sends = settings.text('LECTERN_STORAGE', 'nfs') == 's3'
end

local function lose(bytes)
  metrics.add(LOST, bytes)
end

--- Picture or sound of a recording: not its playlists, captions, posters, nor a file that is saved.
local function is_media(path)
  return path:find '^hls/' ~= nil and path:find '%.mp4$' ~= nil
end

--- What went out since it was asked last, by asset and session.
local function sums_of(told)
  local sums = {}
  for about, entry in pairs(told) do
    local session, asset, path = about:match '^"session":"([^"]*)","asset":"([^"]*)","path":"([^"]*)",$'
    if path and not object_keys.is_composition(path) then
      local key = asset .. '/' .. session
      local sum = sums[key] or { asset = asset, session = session, bytes = 0 }
      sums[key] = sum
      sum.bytes = sum.bytes + entry.bytes
      if is_media(path) then sum.longest = math.max(sum.longest or 0, entry.longest) end
    end
  end
  return sums
end

local function line_of(sum, at)
  local media = ''
  if sum.longest then media = (',"media":%d'):format(math.floor(at - math.min(sum.longest, LONGEST_SECONDS))) end
  return ('{"at":%d%s,"asset":"%s","session":"%s","bytes":%.0f}\n'):format(at, media, sum.asset, sum.session, sum.bytes)
end

local function gather()
  if next(tally) == nil then return end
  local told = tally
  tally = {}
  local at, lines, sent = ngx.time(), {}, 0
  for _, sum in pairs(sums_of(told)) do
    lines[#lines + 1] = line_of(sum, at)
    sent = sent + sum.bytes
  end
  if sent == 0 then return end
  local text = table.concat(lines)
  if waiting_bytes + #text > MOST_WAITING then return lose(sent) end
  waiting[#waiting + 1] = { text = text, sent = sent }
  waiting_bytes = waiting_bytes + #text
end

--- What is written at once.
local function take()
  local texts, taken = {}, { sent = 0 }
  local bytes = 0
  while waiting[1] and bytes < SEGMENT_BYTES do
    local one = table.remove(waiting, 1)
    texts[#texts + 1] = one.text
    taken.sent, bytes = taken.sent + one.sent, bytes + #one.text
  end
  waiting_bytes = waiting_bytes - bytes
  taken.text = table.concat(texts)
  return taken
end

local function begin(call)
  if call('held', base .. '/' .. replica) >= most_bytes then return 'too many segments wait to be taken in' end
  begun = begun + 1
  local opened = ngx.now()
  segment = { name = ('%.0f-%s-%d'):format(opened * 1000, token, begun), since = opened, bytes = 0 }
end

--- Writes what waits. What was tried stays with its segment until it is there: written to the same place again, it can't
--- be counted twice, however much of it was there before.
local function append(call)
  local failed = not segment and begin(call)
  if failed then return failed end
  local attempt = segment.attempt or take()
  segment.attempt = attempt
  local again = attempt.is_tried
  attempt.is_tried = true
  local done, problem = call('append', base, replica, segment.name .. '.open', segment.bytes, attempt.text)
  if done then
    segment.bytes = segment.bytes + #attempt.text
    segment.attempt = nil
  elseif problem == 'gone' then
    -- It was taken in, for it had been left for so long. Nobody knows whether what was tried before was in it.
    segment = nil
    if again then return lose(attempt.sent) end
    table.insert(waiting, 1, { text = attempt.text, sent = attempt.sent })
    waiting_bytes = waiting_bytes + #attempt.text
  else
    return problem
  end
end

local function finish(call)
  local done, problem = call('rename', base .. '/' .. replica, segment.name .. '.open', segment.name .. '.ndjson')
  if not done then return problem end
  segment = nil
  metrics.add(WRITTEN, 1)
end

local function has_more()
  return #waiting > 0 or (segment ~= nil and segment.attempt ~= nil)
end

--- Why not all of it could be written; nil where it could.
local function write(call)
  while has_more() do
    local problem = append(call)
    if not problem and segment and segment.bytes >= SEGMENT_BYTES then problem = finish(call) end
    if problem then return problem end
  end
  if segment and ngx.now() - segment.since >= SEGMENT_SECONDS then return finish(call) end
end

--- Sends whole segments to the bucket, each of which counts once however often it is sent. Why not all; nil where all.
local function send(call)
  local folder = base .. '/' .. replica
  call('end_abandoned', folder, ngx.time(), ABANDONED_SECONDS)
  while true do
    local name, text = call('next_whole', folder)
    if not name then return nil end
    local problem = text and bucket.put('usage/' .. replica .. '/' .. name, text) or not text and 'it can not be read' or nil
    if problem then return name .. ' is not sent: ' .. problem end
    local removed, why = call('remove', folder, name)
    if not removed then return why end
  end
end

--- Told once when it begins to fail, and once when it is over.
local function tell(problem)
  if problem and not failing then ngx.log(ngx.ERR, 'usage is not written; it waits in memory: ', problem) end
  if failing and not problem then ngx.log(ngx.NOTICE, 'usage is written again') end
  failing = problem ~= nil
  metrics.usage(failing)
end

local function in_a_thread(name, ...)
  local called, first, second = ngx.run_worker_thread(POOL, 'lectern.segments', name, ...)
  if not called then error(first, 0) end
  return first, second
end

local function at_once(name, ...)
  return segments[name](...)
end

--- One at a time: a folder that hangs holds one thread, not all that the tree has.
local function look()
  looked_at = ngx.now()
  gather()
  if writing then return end
  writing = true
  local worked, problem = pcall(write, in_a_thread)
  -- One of them does it for all.
  if worked and not problem and sends and ngx.worker.id() == 0 then worked, problem = pcall(send, in_a_thread) end
  writing = false
  tell(not worked and tostring(problem) or problem)
end

--- In each worker. Whether there is a folder to write to.
function M.start_worker()
  if not base then return false end
  token = crypto.base64url(crypto.random_bytes(9)):gsub('[_-]', 'x')
  lose(0)
  metrics.add(WRITTEN, 0)
  metrics.usage(false)
  assert(ngx.timer.every(1, look))
  return true
end

--- In an nginx that was started for this, of one process: sends what lies there, and ends.
function M.send_leftover()
  assert(ngx.timer.at(0, function()
    local worked, problem = pcall(send, at_once)
    if problem then ngx.log(ngx.ERR, 'usage is left in its folder: ', problem) end
    os.exit(0)
  end))
end

--- That so many bytes of a body went out in an answer that took so long; `about` is what the access log says of it.
function M.count(about, bytes, seconds)
  local entry = tally[about]
  if not entry then
    tally[about] = { bytes = bytes, longest = seconds }
  else
    entry.bytes = entry.bytes + bytes
    if seconds > entry.longest then entry.longest = seconds end
  end
  -- A worker that lets its last answers finish has no timers any more.
  if ngx.worker.exiting() and ngx.now() - looked_at >= 1 then ngx.timer.at(0, look) end
end

--- When a worker ends: writes what there is, and ends the segment. A folder that `hangs` is left alone.
function M.stop_worker(hangs)
  if not base then return end
  gather()
  local problem = hangs and 'the storage does not answer' or write(at_once)
  if segment and not segment.attempt and not problem then problem = finish(at_once) end
  local lost = segment and segment.attempt and segment.attempt.sent or 0
  for _, one in ipairs(waiting) do lost = lost + one.sent end
  if lost > 0 then ngx.log(ngx.ERR, 'usage of ', lost, ' bytes is lost: ', problem or 'it was not written') end
end

return M
