--- Settings from the environment. `NAME_FILE` names a file that holds the value of `NAME`. An empty variable
--- counts as not set.

local M = {}

local function value_of(name)
  local value = os.getenv(name)
  if value and value ~= '' then return value end
  local file_name = os.getenv(name .. '_FILE')
  if not file_name or file_name == '' then return nil end
  local file = io.open(file_name, 'rb') or error('the file of ' .. name .. '_FILE can\'t be read', 0)
  local text = file:read '*a'
  file:close()
  return (text:gsub('%s+$', ''))
end

--- A setting's text; an error where it is needed and not there.
function M.text(name, fallback)
  return value_of(name) or fallback or error('the setting ' .. name .. ' is missing', 0)
end

--- A setting that is a whole number above 0.
function M.count(name, fallback)
  local value = value_of(name)
  if not value then return fallback end
  if not value:find '^[1-9][0-9]*$' then error('the setting ' .. name .. ' is not a whole number', 0) end
  return tonumber(value)
end

return M
