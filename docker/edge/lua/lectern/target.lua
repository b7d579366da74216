--- The grammar of signed URLs, version 1, over the raw request target.

local crypto = require 'lectern.crypto'
local network = require 'lectern.network'

local SEGMENT = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}'
local PATH = SEGMENT .. '(?:/' .. SEGMENT .. ')*'
local ONLY_PATH = '\\A' .. PATH .. '\\z'

-- One anchored expression, deterministic at each character, is the whole grammar: no field can be read twice,
-- out of order or half. `\z` and not `$`, which PCRE lets match before a line break at the end.
local TARGET = '\\A/s/(k=([A-Za-z0-9_-]{1,16})~e=([1-9][0-9]{9,10})~s=(play|file)~v=(0|[1-9][0-9]{0,9})'
  .. '(?:~b=([1-9][0-9]{9,10}))?(?:~j=([A-Za-z0-9_-]{1,32}))?'
  .. '(?:~n=([0-9A-Fa-f:.]{2,45})_([0-9]{1,3}))?(?:~l=([1-9][0-9]{0,6}))?'
  .. '(?:~d=([A-Za-z0-9_-]{1,340}))?)~h=([A-Za-z0-9_-]{43})/([a-z0-9_]{8,40})/(' .. PATH .. ')\\z'

local MAX_TARGET_BYTES = 2048
local MAX_PATH_BYTES = 512

local M = {}

--- The target without its query, which is ignored: nothing is ever read from it.
function M.bare(target)
  local query = target:find('?', 1, true)
  return query and target:sub(1, query - 1) or target
end

--- Whether a text is a path below an asset.
function M.is_path(path)
  return #path <= MAX_PATH_BYTES and ngx.re.find(path, ONLY_PATH, 'jo') ~= nil
end

--- UTF-8 without a control character, `/` or `\`; nil where the field holds anything else.
local function decode_save_as(field)
  local name = crypto.from_base64url(field)
  if not name then return nil end
  local found, _, err = ngx.re.find(name, '[\\p{Cc}/\\\\]', 'jou')
  if found or err then return nil end
  return name
end

--- The parts of a bare target that has the shape of a signed URL, with nothing of it verified; nil for
--- anything else.
function M.parse(bare)
  if #bare > MAX_TARGET_BYTES then return nil end
  local match = ngx.re.match(bare, TARGET, 'jo')
  if not match then return nil end
  local scope, path, asset = match[4], match[14], match[13]
  if #path > MAX_PATH_BYTES then return nil end
  local parsed = {
    claims = match[1],
    kid = match[2],
    expires = tonumber(match[3]),
    scope = scope,
    epoch = tonumber(match[5]),
    not_before = match[6] and tonumber(match[6]) or nil,
    session = match[7] or nil,
    -- As the access log writes it: nothing in the grammar needs escaping.
    logged = '"session":"' .. (match[7] or '') .. '",',
    kib_per_second = match[10] and tonumber(match[10]) or nil,
    mac = match[12],
    asset = asset,
    path = path,
    resource = scope == 'play' and asset .. '/' or asset .. '/' .. path,
  }
  if match[8] then
    parsed.network = network.parse(match[8], tonumber(match[9]))
    if not parsed.network then return nil end
  end
  if match[11] then
    parsed.save_as = scope == 'file' and decode_save_as(match[11]) or nil
    if not parsed.save_as then return nil end
  end
  return parsed
end

return M
