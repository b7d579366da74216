--- Which URLs are revoked before they expire, and the document that says so.

local json = require 'lectern.json'

local LARGEST_COUNT = 2 ^ 53 - 1
-- Read between two turns of the worker: less than a millisecond's work.
local ENTRIES_PER_TURN = 1000

local M = {}

M.empty = { version = 0, assets = {}, sessions = {}, size = 0 }

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
  return { version = document.version, assets = document.assets, sessions = document.sessions, size = size }
end

--- The number that JSON's digits say; nil where they are no count.
local function count_of(digits)
  local count = (digits == '0' or digits:byte() ~= 48) and tonumber(digits) or nil
  return count and is_count(count) and count or nil
end

--- The members of an object from `at` on, how many there are, and where its text ends; nil where its form is not the one
--- that Lectern writes.
local function read_entries(text, at, pause)
  local entries, read = {}, 0
  if text:sub(at, at) == '}' then return entries, 0, at + 1 end
  while true do
    local _, stop, id, digits, ending = text:find('^"([%w_-]+)":(%d+)([,}])', at)
    local count = stop and count_of(digits)
    if not count then return nil end
    entries[id], read, at = count, read + 1, stop + 1
    if ending == '}' then return entries, read, at end
    if read % ENTRIES_PER_TURN == 0 then pause() end
  end
end

--- As `parse`, but a document in the form that Lectern writes is read in many short turns, between which `pause` is
--- called: however long it is, the worker serves meanwhile.
function M.read(text, pause)
  local _, stop, version, updated = text:find '^{"version":(%d+),"updated":(%d+),"assets":{'
  version = stop and count_of(version)
  if not version or not count_of(updated) then return M.parse(text) end
  local assets, of_assets, at = read_entries(text, stop + 1, pause)
  if not assets then return M.parse(text) end
  _, stop = text:find('^,"sessions":{', at)
  if not stop then return M.parse(text) end
  local sessions, of_sessions
  sessions, of_sessions, at = read_entries(text, stop + 1, pause)
  if not sessions or not text:find('^}[ \t\r\n]*$', at) then return M.parse(text) end
  return { version = version, assets = assets, sessions = sessions, size = of_assets + of_sessions }
end

--- Whether a URL of this asset, epoch and session is revoked.
function M.revokes(list, asset, epoch, session)
  if session and list.sessions[session] then return true end
  return epoch < (list.assets[asset] or 0)
end

--- Follows the list. `reload` reads the document by `read`: a list goes to `take`, each failure to `refuse`,
--- and the list before it stays in force. A document that was there and is gone counts as unreadable, since
--- nobody removes it; so does one that is older than the list in force, which a writer that was held up has put
--- over a newer one. `pause` lets the worker do what else it has to.
function M.follow(read, take, refuse, pause)
  local seen, list
  return function()
    local text, problem = read()
    if text == false and not seen then return take(M.empty) end
    if text == false then text, problem = nil, 'it is gone' end
    if text == nil then return refuse('the revocation list can\'t be read: ' .. problem) end
    if text ~= seen then
      local parsed
      parsed, problem = M.read(text, pause)
      if not parsed then return refuse('the revocation list is not valid: ' .. problem) end
      if list and parsed.version < list.version then
        return refuse 'the revocation list can\'t be read: it is older than the one in force'
      end
      seen, list = text, parsed
    end
    take(list)
  end
end

return M
