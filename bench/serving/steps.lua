-- One-step sessions for wrk: each connection's requests go to the sessions of its thread in turn, one row a request.
--   wrk -t 2 -c 32 -d 10s --latency -s bench/serving/steps.lua http://127.0.0.1:8080 -- MODEL SESSIONS READINGS
-- The sessions bench-1-1, bench-1-2, ... (thread, number) are begun before: bench/serving/run does it.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("own", threads)
end

function init(args)
  model, sessions = args[1], tonumber(args[2])
  local readings = {}
  for i = 1, tonumber(args[3]) do readings[i] = string.format("%.2f", i / 10) end
  body = '{"readings":[' .. table.concat(readings, ",") .. "]}"
  at = 0
end

function request()
  at = at % sessions + 1
  return wrk.format("POST", "/v1/models/" .. model .. "/sessions/bench-" .. own .. "-" .. at .. "/steps", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency)
  io.write(string.format(
    "%.0f requests a second, median %.2f ms, 99th percentile %.2f ms, %d answers that were no success, %d errors of sockets\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
