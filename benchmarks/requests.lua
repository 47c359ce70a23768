-- wrk: each thread sends its share of the requests in a file, a line each: method, path, token, body (tab-separated).
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local all, share = {}, tonumber(args[2])
  local line_number = 0
  local lines = 0
  for _ in io.lines(args[1]) do lines = lines + 1 end
  repeated = lines < share
  for line in io.lines(args[1]) do
    if repeated or line_number % share == number then
      local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
      local headers = {}
      if token ~= "" then headers["Authorization"] = token:find(" ") and token or "Bearer " .. token end
      if body ~= "" then headers["Content-Type"] = "application/json" end
      table.insert(all, wrk.format(method, path, headers, body ~= "" and body or nil))
    end
    line_number = line_number + 1
  end
  prepared, at = all, 0
end

function request()
  at = at % #prepared + 1
  return prepared[at]
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\n{"requests": %d, "per_second": %.1f, "p50": %.3f, "p99": %.3f, "failed": %d}\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
