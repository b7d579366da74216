--- Verifies signed URLs, version 1. The checks run in the specified order and the first that fails answers.

local key_ring = require 'lectern.key_ring'
local lrucache = require 'resty.lrucache'
local network = require 'lectern.network'
local object_keys = require 'lectern.object_keys'
local revocations = require 'lectern.revocations'
local strings = require 'lectern.strings'
local target = require 'lectern.target'

local SKEW_SECONDS = 30
-- Far enough below a power of two: a Lua table that is full is built anew at each change.
local TOKENS = 6000

local M = {}

-- Tokens whose signature was found right, parsed, under the text from `/s/` to the slash after the asset. Only
-- the signature is remembered: time, network and revocation are judged at each request. What was forged is
-- not remembered, so that a flood of it drives nothing out.
local tokens = lrucache.new(TOKENS)

--- Forgets every signature: for a new ring.
function M.forget()
  tokens:flush_all()
end

local function prefix_of(bare)
  local after_token = bare:find('/', 4, true)
  local after_asset = after_token and bare:find('/', after_token + 1, true)
  return after_asset and bare:sub(1, after_asset)
end

--- The token of a URL that was found right before, and the path that is asked for.
local function known(bare, prefix)
  local token = prefix and M.recall(prefix)
  if not token then return nil end
  local path = bare:sub(#prefix + 1)
  if token.scope == 'file' then
    if path ~= token.path then return nil end
  elseif not target.is_path(path) then
    return nil
  end
  return token, path
end

--- The code of the check that a token whose signature is right fails; nil where it holds. `client` is the client's
--- address as bytes; only a token that names a network needs it.
local function refusal(token, path, list, now, client)
  if now >= token.expires then return 'signature-expired' end
  if token.not_before and now < token.not_before - SKEW_SECONDS then return 'signature-not-yet-valid' end
  if token.network and not network.holds(token.network, network.plain(client)) then
    return 'network-not-allowed'
  end
  if revocations.revokes(list, token.asset, token.epoch, token.session) then return 'revoked' end
  if token.scope == 'play' and object_keys.is_original(path) then return 'out-of-scope' end
  return nil
end

M.refusal = refusal

--- The token of a text up to the slash after the asset that was found right before; nil for any other.
function M.recall(prefix)
  return (tokens:get(prefix))
end

--- The verdict on a raw request target.
--- Returns the code of the refusal (nil where the URL holds), the token and the path; these two only where
--- the signature is right. `client` is the client's address as bytes.
function M.verify(raw, ring, list, now, client)
  local bare = target.bare(raw)
  local prefix = prefix_of(bare)
  local token, path = known(bare, prefix)
  if not token then
    strings.read(raw)
    token = target.parse(bare)
    if not token then return 'not-found' end
    if not key_ring.verifies(ring, token.kid, token.claims, token.resource, token.mac) then
      return 'signature-invalid'
    end
    path = token.path
    tokens:set(prefix, token)
  end
  return refusal(token, path, list, now, client), token, path
end

return M
