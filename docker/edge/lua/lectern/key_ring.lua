--- The keys that verify URLs, and the file that they are followed in.

local crypto = require 'lectern.crypto'
local json = require 'lectern.json'

local LEAST_SECRET_BYTES = 32
local LARGEST_BYTES = 1024 * 1024
local FINGERPRINT = 'lectern-ring-v1'

local M = {}

-- Takes the place of a key that is not in the ring, so that not knowing it costs the same work.
local decoy = crypto.random_bytes(LEAST_SECRET_BYTES)

local function hex(bytes)
  return (bytes:gsub('.', function(byte) return ('%02x'):format(byte:byte()) end))
end

local function secret_of(kid, secret)
  local bytes = type(secret) == 'string' and crypto.from_base64url(secret)
  if not bytes then return nil, 'the secret of key ' .. kid .. ' is not base64url without padding' end
  if #bytes < LEAST_SECRET_BYTES then
    return nil, 'the secret of key ' .. kid .. ' is shorter than ' .. LEAST_SECRET_BYTES .. ' bytes'
  end
  return bytes
end

--- What may be told of a ring: its keys and their states, and the fingerprint that libs/signing makes of the same
--- keys. Nothing of a secret can be told from it.
local function about(keys, secrets)
  local parts = {}
  for _, key in ipairs(keys) do
    parts[#parts + 1] = ('%s %s %s\n'):format(key.kid, key.state, hex(crypto.hmac(secrets[key.kid], FINGERPRINT)))
  end
  table.sort(parts)
  return { keys = keys, fingerprint = hex(crypto.hmac(FINGERPRINT, table.concat(parts))):sub(1, 16) }
end

--- The secrets by key id, and what may be told of them; or nil and what is wrong, which never holds a secret.
function M.parse(text)
  local document = json.parse(text)
  if document == nil then return nil, 'it is not JSON' end
  local entries = json.is_object(document) and document.keys
  if not json.is_array(entries) or #entries == 0 then return nil, 'it has no list of keys' end
  local ring, keys, signing = {}, {}, nil
  for _, entry in ipairs(entries) do
    if not json.is_object(entry) then return nil, 'a key is not an object' end
    local kid, state = entry.kid, entry.state
    if type(kid) ~= 'string' or #kid > 16 or not kid:find '^[A-Za-z0-9_-]+$' then
      return nil, 'a key id is not 1 to 16 letters, digits, - or _'
    end
    if ring[kid] then return nil, 'the key id ' .. kid .. ' is there twice' end
    if state ~= 'signing' and state ~= 'verifying' then
      return nil, 'the state of key ' .. kid .. ' is neither signing nor verifying'
    end
    if state == 'signing' and signing then return nil, 'two keys are signing' end
    if state == 'signing' then signing = kid end
    local secret, problem = secret_of(kid, entry.secret)
    if not secret then return nil, problem end
    ring[kid] = secret
    keys[#keys + 1] = { kid = kid, state = state }
  end
  if not signing then return nil, 'no key is signing' end
  return ring, about(keys, ring)
end

--- Whether `mac` is the one that the ring makes of claims and resource. The texts are compared, in constant
--- time and never decoded: base64url has four spellings of the last character.
function M.verifies(ring, kid, claims, resource, mac)
  local key = ring[kid]
  local right = crypto.hmac(key or decoy, 'lectern-url-v1\n' .. claims .. '\n' .. resource)
  local equal = crypto.same(crypto.base64url(right), mac)
  return equal and key ~= nil
end

--- The whole of the ring's file; or nil and why there is none.
function M.read(path)
  local file = io.open(path, 'rb')
  if not file then return nil, 'its file can\'t be opened' end
  local text, _, failed = file:read(LARGEST_BYTES + 1)
  file:close()
  if failed then return nil, 'its file can\'t be read' end
  if text and #text > LARGEST_BYTES then return nil, 'its file is too large' end
  return text or ''
end

--- What may be told of a ring, as a sentence's end.
function M.words(told)
  local words = {}
  for _, key in ipairs(told.keys) do words[#words + 1] = key.kid .. ' ' .. key.state end
  return ('%s (ring %s)'):format(table.concat(words, ', '), told.fingerprint)
end

--- Follows a ring's file. `reload` reads it: a valid new ring is handed to `take` with what may be told of it, an
--- invalid one to `refuse` once, with the sentence that says why, and the ring before it stays.
function M.follow(path, take, refuse)
  local seen
  return function()
    local text, problem = M.read(path)
    local content = text or problem
    if content == seen then return end
    seen = content
    local ring, told
    if text then
      ring, told = M.parse(text)
    end
    if ring then take(ring, told) else refuse('the key ring is not valid: ' .. (told or problem)) end
  end
end

return M
