--- Counters of all workers, in the words of delivery's own (docs/reference.md). Each worker counts for itself
--- and adds to the shared dictionary once a second, so that no request waits for a lock.

local M = {}

local dict = ngx.shared.lectern_metrics
-- The first failure must be an increase.
local pending = { ['lectern_delivery_requests_total{method="GET",status="5xx"}'] = 0 }

local HELP = {
  { 'lectern_delivery_requests_total', 'Requests for signed URLs by method and class of status' },
  { 'lectern_delivery_verdicts_total', 'Verdicts on signed URLs: ok, or the code of the check that failed' },
  { 'lectern_delivery_sent_bytes_total', 'Bytes of bodies sent' },
  { 'lectern_delivery_cut_total', 'Answers that did not reach their end' },
  { 'lectern_delivery_usage_lost_bytes_total', 'Bytes that were sent and will be counted for nobody' },
  { 'lectern_delivery_usage_segments_total', 'Segments of usage that were written whole' },
}

function M.add(series, count)
  pending[series] = (pending[series] or 0) + count
end

--- What a worker knows of the revocation list. It is kept until the worker has been gone for a minute.
function M.revocations(read_at, size)
  dict:set('read_at:' .. ngx.worker.id(), read_at)
  dict:set('entries', size)
end

--- Whether a worker can't write its usage.
function M.usage(failing)
  dict:set('usage:' .. ngx.worker.id(), failing and 1 or 0)
end

--- Which keys a worker has. Workers take over a new ring one by one, within seconds.
function M.ring(told)
  local parts = { told.fingerprint }
  for _, key in ipairs(told.keys) do parts[#parts + 1] = key.kid .. ' ' .. key.state end
  dict:set('ring:' .. ngx.worker.id(), table.concat(parts, '\n'))
end

function M.flush()
  for series, count in pairs(pending) do
    dict:incr('count:' .. series, count, 0)
  end
  pending = {}
end

--- A gauge of these series, in order; nothing where there are none.
local function family(lines, name, help, series)
  local sorted = {}
  for one in pairs(series) do sorted[#sorted + 1] = one end
  if #sorted == 0 then return end
  table.sort(sorted)
  lines[#lines + 1] = '# HELP ' .. name .. ' ' .. help
  lines[#lines + 1] = '# TYPE ' .. name .. ' gauge'
  for _, one in ipairs(sorted) do lines[#lines + 1] = one end
end

local function revocation_lines(lines)
  local oldest
  for worker = 0, ngx.worker.count() - 1 do
    local read_at = dict:get('read_at:' .. worker)
    if read_at then oldest = math.min(oldest or read_at, read_at) end
  end
  if not oldest then return end
  lines[#lines + 1] = '# HELP lectern_delivery_revocations_age_seconds Seconds since the revocation list was read'
  lines[#lines + 1] = '# TYPE lectern_delivery_revocations_age_seconds gauge'
  lines[#lines + 1] = ('lectern_delivery_revocations_age_seconds %d'):format(math.max(0, ngx.time() - oldest))
  lines[#lines + 1] = '# HELP lectern_delivery_revocation_entries Entries of the revocation list in force'
  lines[#lines + 1] = '# TYPE lectern_delivery_revocation_entries gauge'
  lines[#lines + 1] = ('lectern_delivery_revocation_entries %d'):format(dict:get 'entries')
end

--- A series for each key that any worker has, and for each ring: two of them while some have not taken over yet.
local function ring_lines(lines)
  local keys, rings = {}, {}
  for worker = 0, ngx.worker.count() - 1 do
    local fingerprint, rest = (dict:get('ring:' .. worker) or ''):match '^(%x+)\n(.*)$'
    if fingerprint then
      rings[('lectern_signing_ring_info{ring="%s"} 1'):format(fingerprint)] = true
      for kid, state in rest:gmatch '([^ \n]+) (%a+)' do
        keys[('lectern_signing_keys{kid="%s",state="%s"} 1'):format(kid, state)] = true
      end
    end
  end
  family(lines, 'lectern_signing_keys', 'The keys of the ring in force, each 1: one is signing, the others only verifying', keys)
  family(lines, 'lectern_signing_ring_info',
    'The fingerprint of the ring in force, always 1: the same where ids, states and secrets are the same', rings)
end

local function usage_lines(lines)
  local failing
  for worker = 0, ngx.worker.count() - 1 do
    local one = dict:get('usage:' .. worker)
    if one then failing = math.max(failing or 0, one) end
  end
  family(lines, 'lectern_delivery_usage_failing', 'Whether usage can not be written, and waits in memory: 1 or 0',
    failing and { ['lectern_delivery_usage_failing ' .. failing] = true } or {})
end

local function ready_lines(lines, readiness)
  local series = {}
  for _, check in ipairs(readiness) do
    series[('lectern_ready{check="%s"} %d'):format(check[1], check[2] and 1 or 0)] = true
  end
  family(lines, 'lectern_ready', 'Whether what a check of /readyz asks answers within its deadline (1) or not (0)', series)
end

--- Prometheus text. What `readiness` says is of the worker that is asked.
function M.text(readiness)
  M.flush()
  local keys = dict:get_keys(0)
  table.sort(keys)
  local lines = {}
  for _, family in ipairs(HELP) do
    local name, help = unpack(family)
    lines[#lines + 1] = '# HELP ' .. name .. ' ' .. help
    lines[#lines + 1] = '# TYPE ' .. name .. ' counter'
    for _, key in ipairs(keys) do
      local series = key:match '^count:(.*)$'
      if series and series:match '^[^{]*' == name then
        lines[#lines + 1] = ('%s %.0f'):format(series, dict:get(key))
      end
    end
  end
  ready_lines(lines, readiness)
  revocation_lines(lines)
  usage_lines(lines)
  ring_lines(lines)
  return table.concat(lines, '\n') .. '\n'
end

return M
