--- Which URLs are revoked before they expire, and the document that says so.

local json = require 'lectern.json'

local LARGEST_COUNT = 2 ^ 53 - 1

local M = {}

M.empty = { assets = {}, sessions = {}, size = 0 }

local function is_count(value)
  return type(value) == 'number' and value >= 0 and value <= LARGEST_COUNT and value % 1 == 0
end

--- The list of a document's text; or nil and what is wrong. Whole or not at all: an entry that can't be read
--- might be a revocation.
function M.parse(text)
  local document = json.parse(text)
  if document == nil then return nil, 'it is not JSON' end
  if not json.is_object(document) then return nil, 'it is not an object' end
  if not is_count(document.version) or not is_count(document.updated) then
    return nil, 'version and updated must be whole numbers'
  end
  local size = 0
  for _, name in ipairs { 'assets', 'sessions' } do
    local entries = document[name]
    if not json.is_object(entries) then return nil, name .. ' is not an object' end
    for _, count in pairs(entries) do
      if not is_count(count) then return nil, 'an entry of ' .. name .. ' is not a whole number' end
      size = size + 1
    end
  end
  return { assets = document.assets, sessions = document.sessions, size = size }
end

--- Whether a URL of this asset, epoch and session is revoked.
function M.revokes(list, asset, epoch, session)
  if session and list.sessions[session] then return true end
  return epoch < (list.assets[asset] or 0)
end

--- Follows the list. `reload` reads the document by `read`: a list goes to `take`, each failure to `refuse`,
--- and the list before it stays in force. A document that was there and is gone counts as unreadable, since
--- nobody removes it.
function M.follow(read, take, refuse)
  local seen, list
  return function()
    local text, problem = read()
    if text == false and not seen then return take(M.empty) end
    if text == false then text, problem = nil, 'it is gone' end
    if text == nil then return refuse('the revocation list can\'t be read: ' .. problem) end
    if text ~= seen then
      local parsed
      parsed, problem = M.parse(text)
      if not parsed then return refuse('the revocation list is not valid: ' .. problem) end
      seen, list = text, parsed
    end
    take(list)
  end
end

return M
