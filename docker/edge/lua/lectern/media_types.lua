--- Content-Type and Content-Disposition, as libs/media-type gives them to delivery.

local object_keys = require 'lectern.object_keys'
local table_of_types = require 'lectern.media_type_table'

local UNKNOWN = 'application/octet-stream'

local M = {}

local function look_up(types, name)
  local extension = name:match '%.([^.]*)$'
  return extension and types[extension:lower()] or UNKNOWN
end

--- The name without `;charset=` and a known charset at its end, and that charset or nil.
local function without_charset(save_as)
  local name, charset = save_as:match '^(.*);charset=([a-z0-9-]+)$'
  if name and table_of_types.charsets[charset] then return name, charset end
  return save_as, nil
end

local function saved_type(save_as)
  local name, charset = without_charset(save_as)
  local content_type = look_up(table_of_types.saved, name)
  if not charset then return content_type end
  return (content_type:gsub('; charset=.*', charset == 'unknown-8bit' and '' or '; charset=' .. charset))
end

--- An original (`source/…`) is what somebody uploaded: opaque bytes, or, with a name to save as, a harmless
--- type of that name's extension.
function M.content_type(path, save_as)
  if save_as then return saved_type(save_as) end
  return object_keys.is_original(path) and UNKNOWN or look_up(table_of_types.shown, path)
end

-- U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069: marks that turn the direction of writing make
-- `exe.pdf` of a name that ends in `.exe`.
local BIDI_CONTROLS = { '\216\156', '\226\128[\142\143]', '\226\128[\170-\174]', '\226\129[\166-\169]' }

--- Nil for what is shown in place; originals are always saved.
function M.content_disposition(path, save_as)
  if not save_as then return object_keys.is_original(path) and 'attachment' or nil end
  local name = without_charset(save_as)
  for _, mark in ipairs(BIDI_CONTROLS) do name = name:gsub(mark, '') end
  -- A character outside the BMP counts twice, as it does in UTF-16.
  local ascii = name:gsub('[\240-\247][\128-\191]*', '__'):gsub('[\192-\239][\128-\191]*', '_')
  ascii = ascii:gsub('["%%\\]', '_')
  -- RFC 8187 section 3.2.1: everything but attr-char in percent-encoded UTF-8.
  local extended = name:gsub('[^A-Za-z0-9._!~-]', function(character)
    return ('%%%02X'):format(character:byte())
  end)
  return ('attachment; filename="%s"; filename*=UTF-8\'\'%s'):format(ascii, extended)
end

return M
