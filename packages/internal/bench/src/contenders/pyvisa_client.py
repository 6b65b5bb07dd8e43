"""PyVISA: for each number n on standard input, n blocks of floats, big endian."""
import resource
import sys
import time

import pyvisa


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


port, size = sys.argv[1], int(sys.argv[2])
instrument = pyvisa.ResourceManager("@py").open_resource("TCPIP0::127.0.0.1::%s::SOCKET" % port)
instrument.read_termination = instrument.write_termination = "\n"
instrument.timeout = 60_000
while text := sys.stdin.readline():
    n = int(text)
    used, begin = cpu(), time.perf_counter()
    for _ in range(n):
        values = instrument.query_binary_values("BLOCK %d" % size, datatype="f", is_big_endian=True)
        assert len(values) == size // 4
    print(time.perf_counter() - begin, cpu() - used, 0, 0, flush=True)
