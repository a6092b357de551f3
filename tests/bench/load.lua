-- Asks one address over and over, or one with another number for each request in place of FRESH's mark, and says
-- what wrk measured as one line of JSON.
wrk.method = "GET"

local mark = os.getenv("FRESH")
if mark then
  local number = os.time() * 100000
  function request()
    number = number + 1
    return wrk.format(nil, (wrk.path:gsub(mark, string.format("%d", number))))
  end
end

function done(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "failed": %d, "p50": %.3f, "p99": %.3f, "bytes": %d}\n',
    summary.requests, summary.duration / 1e6, failed,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.bytes))
end
