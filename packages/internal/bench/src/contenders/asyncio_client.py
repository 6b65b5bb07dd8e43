"""asyncio streams of Python: for each number n on standard input, n requests, or with 'lines' n lines of 64 bytes."""
import asyncio
import resource
import sys
import time


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main(port, what):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    loop = asyncio.get_running_loop()
    while text := await loop.run_in_executor(None, sys.stdin.readline):
        n = int(text)
        latency = []
        used, begin = cpu(), time.perf_counter()
        if what == "lines":
            writer.write(b"START %d 64\n" % n)
            for _ in range(n):
                await reader.readline()
        else:
            last = begin
            for _ in range(n):
                writer.write(b"MEAS?\n")
                await reader.readline()
                now = time.perf_counter()
                latency.append(now - last)
                last = now
        seconds, used = time.perf_counter() - begin, cpu() - used
        latency = sorted(latency) or [0.0]
        print(seconds, used, latency[len(latency) // 2] * 1e6, latency[len(latency) * 99 // 100] * 1e6, flush=True)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
