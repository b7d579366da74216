--- The calls on the folder that usage is written to. They hang while its server does, so they are made in threads
--- (usage.lua), and by a worker that ends. Each says what failed, in words for the log, and none keeps anything open.

-- It declares open, close and statx.
local files = require 'lectern.files'
local ffi = require 'ffi'

ffi.cdef [[
  typedef struct lectern_folder lectern_folder;
  struct lectern_entry { uint64_t ino; int64_t off; uint16_t bytes; uint8_t type; char name[256]; };
  lectern_folder *opendir(const char *path);
  struct lectern_entry *readdir(lectern_folder *folder);
  int closedir(lectern_folder *folder);
  int mkdir(const char *path, unsigned int mode);
  int rename(const char *from, const char *to);
  ssize_t pwrite(int fd, const void *bytes, size_t count, int64_t offset);
  int ftruncate(int fd, int64_t bytes);
  int fdatasync(int fd);
  int fsync(int fd);
  int unlink(const char *path);
  char *strerror(int errno);
]]

local C = ffi.C
local O_WRONLY, O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC = 0x1, 0x40, 0x10000, 0x20000, 0x80000
local ENOENT, EINTR = 2, 4
local FILE_MODE, FOLDER_MODE = ffi.new('int', 416), 493 -- 0640, 0755

-- The one processor whose kernel numbers these two otherwise.
if ffi.arch == 'arm64' then O_DIRECTORY, O_NOFOLLOW = 0x4000, 0x8000 end

local M = {}

local function problem(what)
  return what .. ' failed (' .. ffi.string(C.strerror(ffi.errno())) .. ')'
end

--- Names in a folder; an empty list where it is not there.
local function names_of(path)
  local folder = C.opendir(path)
  local names = {}
  if folder == nil then return names end
  while true do
    local entry = C.readdir(folder)
    if entry == nil then break end
    local name = ffi.string(entry.name)
    if name:sub(1, 1) ~= '.' then names[#names + 1] = name end
  end
  C.closedir(folder)
  return names
end

--- How many bytes lie in a folder.
function M.held(path)
  local bytes = 0
  for _, name in ipairs(names_of(path)) do bytes = bytes + (files.size(path .. '/' .. name) or 0) end
  return bytes
end

local function sync_folder(path)
  local fd = C.open(path, bit.bor(O_DIRECTORY, O_CLOEXEC))
  if fd < 0 then return problem 'opening the folder' end
  local failed = C.fsync(fd) ~= 0 and problem 'syncing the folder' or nil
  C.close(fd)
  return failed
end

local function write_all(fd, offset, text)
  local bytes, done = ffi.cast('const char *', text), 0
  while done < #text do
    local count = tonumber(C.pwrite(fd, bytes + done, #text - done, offset + done))
    if count < 0 then
      if ffi.errno() ~= EINTR then
        local failed = problem 'writing'
        C.ftruncate(fd, offset)
        return failed
      end
    else
      done = done + count
    end
  end
  if C.fdatasync(fd) ~= 0 then return problem 'syncing' end
end

--- Writes a text into a segment from `offset` on, and makes it durable. The same text may be written there again, whatever
--- became of it before. True; or nil and why not: 'gone' where a segment that had been begun is no longer there.
function M.append(base, replica, file, offset, text)
  local folder = base .. '/' .. replica
  local flags = bit.bor(O_WRONLY, O_NOFOLLOW, O_CLOEXEC)
  if offset == 0 then
    -- Whoever takes segments in removes folders that are empty. What is there already is as good.
    C.mkdir(base, FOLDER_MODE)
    C.mkdir(folder, FOLDER_MODE)
    flags = bit.bor(flags, O_CREAT)
  end
  local fd = C.open(folder .. '/' .. file, flags, FILE_MODE)
  if fd < 0 then
    if offset > 0 and ffi.errno() == ENOENT then return nil, 'gone' end
    return nil, problem 'opening a segment'
  end
  local failed = write_all(fd, offset, text)
  C.close(fd)
  if not failed and offset == 0 then failed = sync_folder(folder) end
  if failed then return nil, failed end
  return true
end

--- A whole segment that lies there, the oldest one: its name and what is in it; nil where there is none.
function M.next_whole(folder)
  local first
  for _, name in ipairs(names_of(folder)) do
    if name:find '%.ndjson$' and (not first or name < first) then first = name end
  end
  if not first then return nil end
  return first, files.read(folder .. '/' .. first) or nil
end

--- Ends segments that nobody has written to for so many seconds.
function M.end_abandoned(folder, now, seconds)
  for _, name in ipairs(names_of(folder)) do
    local _, modified = files.size(folder .. '/' .. name)
    if name:find '%.open$' and modified and now - modified > seconds then
      C.rename(folder .. '/' .. name, folder .. '/' .. name:gsub('open$', 'ndjson'))
    end
  end
end

function M.remove(folder, name)
  if C.unlink(folder .. '/' .. name) == 0 then return true end
  return nil, problem 'removing a segment'
end

--- Gives a segment its other name; also where it has been taken in meanwhile.
function M.rename(folder, from, to)
  if C.rename(folder .. '/' .. from, folder .. '/' .. to) == 0 or ffi.errno() == ENOENT then return true end
  return nil, problem 'ending a segment'
end

return M
