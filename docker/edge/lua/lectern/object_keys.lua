--- What the edge knows of the keys of objects. libs/storage/keys.ts makes them, and says what they mean.

local M = {}

M.REVOCATIONS = 'control/revocations.json'
M.MAX_BYTES = 512

--- The key of a path below an asset.
function M.under_asset(asset, path)
  return 'assets/' .. asset .. '/' .. path
end

--- Whether a path is in the folder of what somebody uploaded, as it came.
function M.is_original(path)
  return path:sub(1, 7) == 'source/'
end

--- Whether a path exists only as a name, which delivery knows how to make something of.
function M.is_composition(path)
  return path:find '/composed%.mp4$' ~= nil
end

--- Where an object lies below the root of the tree: below `assets/`, in a folder that is named after the last two
--- characters of its id (libs/storage/nfs/nfs-paths.ts).
function M.file(asset, path)
  return '/assets/' .. asset:sub(-2) .. '/' .. asset .. '/' .. path
end

return M
