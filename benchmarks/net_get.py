"""What one request costs: CPU milliseconds of HttpClient.get, of httpx.Client and of curl, in turns, on loopback.

    python -m benchmarks.net_get [requests]

Every request has a connection of its own, as with feeds, of which hardly two share a host. "304" is “nothing new”;
"200" is 77 kB of feed in 20 kB of gzip, uncompressed by the client.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from roundup.config import FetchSettings
from roundup.net import HttpClient

THREADS = 32
ROUNDS = 5
SERVER = """
import asyncio, sys
PAGES = {b"/304": b'HTTP/1.1 304 Not Modified\\r\\nETag: "a"\\r\\nConnection: close\\r\\n\\r\\n'}
PAGES[b"/200"] = sys.stdin.buffer.read()
async def answer(reader, writer):
    head = await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(PAGES[head.split(b" ")[1]])
    writer.close()
async def serve():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=500)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(serve())
"""


def feed() -> bytes:
    """An answer with a feed that packs about as well as real ones do."""
    words = random.Random(1)
    text = " ".join(f"word{words.randrange(900)}" for _ in range(10_300)).encode()
    body = gzip.compress(b"<rss>" + text + b"</rss>", 6, mtime=0)
    head = f'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n'
    return head.encode() + b"Content-Type: application/rss+xml\r\nConnection: close\r\n\r\n" + body


def in_threads(get: Callable[[str], object], url: str, count: int) -> float:
    started = time.process_time()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(get, [url] * count))
    return time.process_time() - started


def with_curl(url: str, count: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as todo:
        todo.write(f'url = "{url}"\noutput = "/dev/null"\n' * count)
        todo.flush()
        subprocess.run(
            ["curl", "-sZ", "--compressed", "--parallel-max", str(THREADS), "-K", todo.name],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def clients() -> dict[str, Callable[[str, int], float]]:
    ours = HttpClient(FetchSettings(allow_hosts=("127.0.0.1:*",)))
    plain = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
    found: dict[str, Callable[[str, int], float]] = {
        "HttpClient.get": lambda url, count: in_threads(ours.get, url, count),
        "httpx.Client.get": lambda url, count: in_threads(plain.get, url, count),
    }
    return found | ({"curl": with_curl} if shutil.which("curl") else {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requests", type=int, nargs="?", default=1000)
    count: int = parser.parse_args().requests
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin
    assert server.stdout
    try:
        server.stdin.write(feed())
        server.stdin.close()
        address = f"http://127.0.0.1:{int(server.stdout.readline())}"
        for path in ("/304", "/200"):
            taken: dict[str, list[float]] = {}
            for _ in range(ROUNDS):
                for name, run in clients().items():
                    taken.setdefault(name, []).append(run(address + path, count) * 1000 / count)
            for name, values in taken.items():
                print(f"{path[1:]}  {name:18} {statistics.median(values):6.3f} ms a request")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
