--- Answers by RFC 9457, with the words of the other services.

local preflight = require 'lectern.preflight_table'
local refusals = require 'lectern.refusal_table'

local PROBLEMS = {
  ['invalid-request'] = { 400, 'The request can\'t be read.' },
  ['method-not-allowed'] = { 405, 'Signed URLs are read with GET or HEAD.', { Allow = preflight.Allow } },
  ['request-timeout'] = { 408, 'The request did not come in time.' },
  ['precondition-failed'] = { 412, 'The file is not the one that the request asks for.' },
  ['range-not-satisfiable'] = { 416, 'The range lies beyond the end of the object.' },
  ['headers-too-large'] = { 431, 'The headers are too large.' },
  ['storage-fault'] = { 500, 'Something went wrong on our side.' },
  internal = { 500, 'Something went wrong on our side.' },
  ['keys-unknown'] = { 503, 'The service is starting: try again in a moment.' },
  ['revocations-unknown'] = { 503, 'The service is starting: try again in a moment.' },
  ['storage-unavailable'] = { 503, 'The storage is not available at the moment.' },
  unavailable = { 503, 'The service is not available at the moment: try again.' },
}

for code, sentence in pairs(refusals) do PROBLEMS[code] = { code == 'not-found' and 404 or 403, sentence } end

-- What nginx's own statuses mean here. It answers 403 for a file that it may not open or that is a symbolic
-- link.
local OF_STATUS = {
  [400] = 'invalid-request',
  [403] = 'storage-fault',
  [404] = 'not-found',
  [405] = 'method-not-allowed',
  [408] = 'request-timeout',
  [412] = 'precondition-failed',
  [416] = 'range-not-satisfiable',
  [431] = 'headers-too-large',
  [500] = 'storage-fault',
  -- A transfer coding, or a version of HTTP, that nginx does not know.
  [501] = 'invalid-request',
  [505] = 'invalid-request',
  [502] = 'unavailable',
  [503] = 'unavailable',
  [504] = 'unavailable',
}

local M = {}

local function title_of(code)
  return (code:gsub('-', ' '):gsub('^%l', string.upper))
end

local function before_of(code, status, detail, bytes)
  return ('{%s"type":"urn:lectern:problem:%s","title":"%s","status":%d,"detail":"%s","code":"%s","requestId":"'):format(
    bytes and ('"bytes":%d,'):format(bytes) or '', code, title_of(code), status, detail, code)
end

local function after_of(status)
  return ('","retryable":%s}'):format(tostring(status == 503))
end

--- The code for a status that nginx came to by itself.
function M.code_of(status)
  return OF_STATUS[status] or (status >= 500 and 'internal' or 'invalid-request')
end

--- Ends the request with a problem. `bytes` is the size of the object, for a range beyond its end.
function M.answer(code, bytes)
  local status, detail, headers = unpack(PROBLEMS[code])
  local request_id = ngx.var.lectern_request_id
  -- In three pieces, of which Lua knows the outer ones already: each string that is new has to find its place
  -- among all others, and those that differ in a few characters alone share one.
  local before, after = before_of(code, status, detail, bytes), after_of(status)
  ngx.var.lectern_code = code
  ngx.status = status
  local header = ngx.header
  -- What an attempt to serve the object may have set before it failed.
  for _, name in ipairs { 'ETag', 'Last-Modified', 'Accept-Ranges', 'Content-Range', 'Content-Disposition' } do
    header[name] = nil
  end
  header['Content-Type'] = 'application/problem+json'
  header['Content-Length'] = #before + #request_id + #after
  header['Cache-Control'] = 'no-store'
  if bytes then header['Content-Range'] = 'bytes */' .. ('%d'):format(bytes) end
  if status == 503 then header['Retry-After'] = '5' end
  for name, value in pairs(headers or {}) do header[name] = value end
  ngx.print { before, request_id, after }
  return ngx.exit(status)
end

return M
