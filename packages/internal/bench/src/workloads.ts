/** The workloads, by the letters that the notes on performance give them, and what each should reach. */
import * as bare from './contenders/bare.ts'
import * as batches from './contenders/batches.ts'
import { bareCycles, sockioCycles } from './contenders/cycles.ts'
import * as drivers from './contenders/drivers.ts'
import * as fleet from './contenders/fleet.ts'
import { throughHub } from './contenders/hub.ts'
import * as other from './contenders/libraries.ts'
import { manyAio, manyBare, manyPromises } from './contenders/many.ts'
import { asyncio, cClient, pyvisa } from './contenders/outside.ts'
import * as recordings from './contenders/recorded.ts'
import * as sockio from './contenders/sockio.ts'
import { aioUnix, bareUnix } from './contenders/transports.ts'
import * as values from './contenders/values.ts'
import type { Contender, Workload } from './workload.ts'

const requestReply: Workload = {
  name: 'a: request-reply',
  unit: 'requests',
  latency: true,
  contenders: [
    bare.withCallback,
    bare.withPromise,
    sockio.aioQuery,
    sockio.aioWriteReadLine,
    sockio.legacyQuery,
    sockio.rxQuery,
    sockio.effectQuery,
    sockio.sioQuery,
    other.promiseSocket,
    other.telnetClient,
    asyncio('requests'),
    cClient,
  ],
  goals: [
    { row: 'aio query', atLeast: 0.95 },
    { row: 'aio query', by: 'p99', atLeast: 1 / 1.15 },
    { row: 'legacy query', atLeast: 0.97 },
    { row: 'legacy query', to: 'aio query', atLeast: 1 },
    { row: 'rx query', to: 'aio query', atLeast: 0.9 },
    { row: 'effect query', to: 'aio query', atLeast: 0.95 },
  ],
}

/** `sio` has two threads, which one core would run in turns. */
const twoThreads: Workload = {
  name: 'r: request-reply, a core for each thread',
  unit: 'requests',
  unpinned: true,
  contenders: [sockio.aioQuery, sockio.sioQuery],
  goals: [{ row: 'sio query (blocking)', to: 'aio query', atLeast: 0.65 }],
}

const callers: Workload = {
  name: 'b: 100 callers of one connection',
  unit: 'requests',
  contenders: [bare.pipelined(1), bare.pipelined(16), sockio.aioCallers(1), sockio.aioCallers(16)],
  goals: [{ row: 'aio, pipeline: 16', to: 'aio, pipeline: 1', atLeast: 5 }],
}

const batch: Workload = {
  name: 'c: batches of 100 requests',
  unit: 'batches',
  first: 50,
  contenders: [bare.batched, sockio.aioBatch],
  goals: [{ row: 'aio writeLinesReadLines', atLeast: 0.9 }],
}

/** Lines of a size, as Buffers. */
function buffers(size: number, goals: Workload['goals'] = [], others: readonly Contender[] = []): Workload {
  return {
    name: `d: lines of ${size} bytes, as Buffers`,
    unit: 'lines',
    bytes: size,
    contenders: [
      bare.splitter(size),
      sockio.aioLines(size, false),
      sockio.rxLines(size, false),
      sockio.legacyLines(size, false),
      sockio.effectLines(size, false),
      sockio.sioLines(size, false),
      ...others,
    ],
    goals,
  }
}

/** Lines of a size, as text. */
function text(size: number, goals: Workload['goals']): Workload {
  return {
    name: `d: lines of ${size} bytes, as text`,
    unit: 'lines',
    bytes: size,
    contenders: [
      bare.splitter(size),
      sockio.aioLines(size, true),
      sockio.rxLines(size, true),
      sockio.legacyLines(size, true),
      sockio.effectLines(size, true),
      sockio.sioLines(size, true),
      other.readlineEvents(size),
      other.readlineIterator(size),
      other.split(size),
      other.serialport(size),
      asyncio('lines'),
    ],
    goals,
  }
}

const block: Workload = {
  name: 'e: blocks of 64 MiB',
  unit: 'blocks',
  bytes: bare.BLOCK,
  first: 1,
  contenders: [bare.blockChunks, bare.blockBuffer, sockio.aioBlock],
  goals: [{ row: 'aio writeReadBlock', to: 'bare net.Socket, one Buffer', atLeast: 0.9 }],
}

const many: Workload = {
  name: 'f: 1,000 connections',
  unit: 'requests',
  contenders: [manyBare, manyPromises, manyAio],
  goals: [
    { row: 'aio', atLeast: 0.85 },
    { row: 'aio', to: 'bare net.Sockets, lines and promises', atLeast: 0.95 },
  ],
}

const cycles: Workload = {
  name: 'g: open and close',
  unit: 'cycles',
  first: 20,
  most: 200, // each leaves a port of this machine in TIME_WAIT
  contenders: [bareCycles('destroy'), bareCycles('end'), sockioCycles],
  goals: [{ row: 'aio open and close', to: 'bare connect and end', atLeast: 0.9 }],
}

const numbers: Workload = {
  name: 'i: replies as numbers',
  unit: 'requests',
  contenders: [sockio.aioQuery, values.textByHand, values.asNumber],
  goals: [{ row: 'aio query, as number()', to: 'aio query', atLeast: 0.97 }],
}

const curves: Workload = {
  name: 'j: blocks of 1,000,000 float32',
  unit: 'blocks',
  bytes: values.CURVE,
  first: 10,
  contenders: [values.bigByHand, values.littleByHand, values.asBigFloats, values.asLittleFloats, pyvisa],
  goals: [
    { row: 'aio query, as float32(), big endian', to: 'aio block, big endian by hand', atLeast: 0.9 },
    { row: 'aio query, as float32(), little endian', to: 'aio block, little endian by hand', atLeast: 0.9 },
    { row: 'aio query, as float32(), big endian', to: 'PyVISA, query_binary_values', atLeast: 5 },
  ],
}

const lists: Workload = {
  name: 'k: lists of 10,000 numbers',
  unit: 'lists',
  first: 10,
  contenders: [values.splitByHand(9), values.asList(9), values.splitByHand(17), values.asList(17)],
  goals: [
    { row: 'list(number()), 9 digits', to: 'split and Number, 9 digits', atLeast: 1 },
    { row: 'list(number()), 17 digits', to: 'split and Number, 17 digits', atLeast: 1 },
  ],
}

const sets: Workload = {
  name: 'l: sets of a driver',
  unit: 'requests',
  contenders: [sockio.aioQuery, drivers.setByHand, drivers.checkedSet, drivers.get],
  goals: [
    { row: 'driver, checked set', to: 'aio query', atLeast: 0.9 },
    { row: 'driver, get', to: 'aio query', atLeast: 0.97 },
  ],
}

const shared: Workload = {
  name: 'm: through a hub',
  unit: 'requests',
  contenders: [sockio.aioQuery, throughHub(1), throughHub(20)],
  goals: [
    { row: 'aio query, through a hub', to: 'aio query', atLeast: 0.45 },
    { row: 'aio query, 20 clients of a hub', to: 'aio query', atLeast: 0.9 },
  ],
}

const recorded: Workload = {
  name: 'n: recorded',
  unit: 'requests',
  contenders: [sockio.aioQuery, recordings.toFile, recordings.toMemory],
  goals: [
    { row: 'aio query, recorded', to: 'aio query', atLeast: 0.95 },
    { row: 'aio query, the last of it recorded', to: 'aio query', atLeast: 0.95 },
  ],
}

/** Lines in arrays of what is there. */
function batched(text: boolean): Workload {
  const kind = text ? 'text' : 'Buffers'
  return {
    name: `o: lines of 64 bytes in batches, as ${kind}`,
    unit: 'lines',
    bytes: 64,
    contenders: [
      bare.splitter(64),
      batches.aioBatches(64, text),
      batches.rxBatches(64, text),
      batches.effectBatches(64, text),
      batches.sioBatches(64, text),
      sockio.aioLines(64, text),
      batches.effectOneByOne(64, text),
      batches.effectAlone(64, text),
    ],
    goals: [
      { row: `aio batches, ${kind}`, atLeast: 0.95 },
      { row: `sio batches, ${kind}`, to: `aio batches, ${kind}`, atLeast: 0.9 },
      { row: `effect batches, ${kind}`, to: `aio for await, ${kind}`, atLeast: 0.8 },
      { row: `effect, one by one, ${kind}`, to: `aio for await, ${kind}`, atLeast: 0.8 },
      { row: `effect, one by one, ${kind}`, to: `effect, one by one, no socket, ${kind}`, atLeast: 0.6 },
    ],
  }
}

const hundred: Workload = {
  name: 'p: a fleet of 100, asked 10 times each',
  unit: 'fleets',
  first: 1,
  contenders: [
    fleet.bareFleet,
    fleet.fleetOfPromises,
    fleet.rxBareFleet,
    fleet.effectBareFleet,
    fleet.aioFleet,
    fleet.rxFleet,
    fleet.effectFleet,
  ],
  goals: [
    { row: 'aio, Promise.all', atLeast: 0.9 },
    { row: 'rx, mergeMap', to: 'bare net.Sockets, mergeMap', atLeast: 0.9 },
    {
      row: "effect, concurrency: 'unbounded'",
      to: "bare net.Sockets, concurrency: 'unbounded'",
      atLeast: 0.9,
    },
  ],
}

const unix: Workload = {
  name: 'q: request-reply over a Unix socket',
  unit: 'requests',
  contenders: [bareUnix, aioUnix],
  goals: [{ row: 'aio query, unix://', atLeast: 0.95 }],
}

export const workloads: readonly Workload[] = [
  requestReply,
  callers,
  batch,
  buffers(12),
  buffers(
    64,
    [
      { row: 'aio for await, Buffers', atLeast: 0.65 },
      { row: 'aio for await, Buffers', to: 'node:readline, for await', atLeast: 1 },
      { row: 'aio for await, Buffers', to: '@serialport/parser-readline', atLeast: 1.5 },
      { row: 'rx, Buffers', atLeast: 0.95 },
      { row: 'legacy, Buffers', atLeast: 0.95 },
      { row: 'effect, chunks, Buffers', to: 'aio for await, Buffers', atLeast: 0.5 },
      { row: 'sio for (blocking), Buffers', to: 'aio for await, Buffers', atLeast: 0.6 },
    ],
    [other.readlineIterator(64), other.serialport(64), asyncio('lines')],
  ),
  buffers(1024),
  text(64, [
    { row: 'aio for await, text', to: 'node:readline, for await', atLeast: 1.2 },
    { row: 'rx, text', to: 'node:readline, events', atLeast: 1 },
    { row: 'legacy, text', to: 'node:readline, events', atLeast: 1 },
    { row: 'aio for await, text', to: '@serialport/parser-readline', atLeast: 1.5 },
  ]),
  block,
  many,
  cycles,
  numbers,
  curves,
  lists,
  sets,
  shared,
  recorded,
  batched(false),
  batched(true),
  hundred,
  unix,
  twoThreads,
]
