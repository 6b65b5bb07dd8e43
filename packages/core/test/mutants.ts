/** Faults put into the engine on purpose, each of which the tests must find: the text of a source, and what it becomes. */

/** What is broken, the file in src, the text as it is (found once), and as it must not be. */
export type Mutant = readonly [title: string, file: string, from: string, to: string]

export const mutants: readonly Mutant[] = [
  // the lanes
  ['replies in the wrong order', 'lanes.ts', 'this.readers.push(exchange)', 'this.readers.unshift([exchange])'],
  ['a reader that is done stays', 'lanes.ts', 'this.readers.shift()\n    if (reader.request', 'if (reader.request'],
  ['a reply that came is still owed', 'lanes.ts', 'if (reader.request !== undefined) this.outstanding--', ''],
  ['an orphan is owed for ever', 'lanes.ts', 'if (reader.orphan) this.orphans--', ''],
  ['orphans are not counted', 'lanes.ts', 'exchange.orphan = true\n    this.orphans++', 'exchange.orphan = true'],
  ['orphans of a session are forgotten', 'lanes.ts', 'this.readers.unshift(orphans)\n', ''],
  [
    'orphans come back behind the others',
    'lanes.ts',
    'this.readers.unshift(orphans)',
    'orphans.forEach((o) => this.readers.push(o))',
  ],
  [
    'a cancelled request is still owed',
    'lanes.ts',
    "item.stage !== 'queued') this.outstanding--",
    "item.stage !== 'queued') {}",
  ],
  ['a lost orphan is sent again', 'lanes.ts', 'if (!exchange.orphan) inFlight', 'inFlight'],
  [
    'retries go behind the others',
    'lanes.ts',
    'this.writers.unshift(exchanges)',
    'exchanges.forEach((e) => this.writers.push(e))',
  ],
  ['who waits for a late reply is not told', 'lanes.ts', 'if (reader.orphan) return reader', '{}'],
  [
    'a write is told of a late reply that it goes past',
    'lanes.ts',
    'if (isWrite(item) && isWrite(',
    'if (false && isWrite(',
  ],

  // the scheduler
  [
    'a request goes out ahead of a read',
    'scheduler.ts',
    'const next = lanes.readers.at(lanes.outstanding) === exchange',
    'const next = true',
  ],
  [
    'a request goes out though a late reply is owed',
    'scheduler.ts',
    'return next && orphans === 0 &&',
    'return next &&',
  ],
  [
    'pipeline is one too many',
    'scheduler.ts',
    'orphans === 0 && lanes.outstanding < this',
    'orphans === 0 && lanes.outstanding <= this',
  ],
  [
    'stale input is taken for a reply',
    'scheduler.ts',
    "this.#settings.staleInput === 'discard' && this.inbox.length > 0",
    'false',
  ],
  ['input is set aside under a reply that is owed', 'scheduler.ts', 'if (lanes.outstanding === 0 && this', 'if (this'],
  [
    'a transaction begins before a reply that is owed',
    'scheduler.ts',
    'if (this.root.readers.peek() !== session) return false',
    '',
  ],
  ['pacing is forgotten', 'scheduler.ts', 'if (this.#effects.now() >= this.#notBefore) return false', 'return false'],
  ['a write is done before it is out', 'scheduler.ts', "if (exchange.sent === 'no') exchange.sent = 'maybe'", '{}'],
  ['blocked writes go on', 'scheduler.ts', 'this.#blocked = true\n', ''],
  [
    'what was written to a dead socket is lost',
    'scheduler.ts',
    'for (const exchange of unwritten) this.root.remove(exchange)\n    return unwritten',
    'return []',
  ],
  [
    'what a session wrote moves to another connection',
    'scheduler.ts',
    'if (exchange.session !== undefined) this.#writing.push(exchange)\n      else if',
    'if',
  ],
  ['a full buffer does not rest the socket', 'scheduler.ts', 'if (full) this.#effects.pause()', 'if (full) return'],
  ['the socket never goes on', 'scheduler.ts', 'else this.#effects.resume()', ''],
  ['the hook loses its lines to a stream', 'scheduler.ts', "|| this.session?.kind === 'hook') return", ') return'],
  [
    'a stream starves',
    'scheduler.ts',
    'this.inbox.sifted >= this.#settings.bufferSize) this.#setAside()',
    'false) this.#setAside()',
  ],

  // the ledger
  ['settled twice', 'ledger.ts', "if (exchange.stage === 'settled') return\n    const error", 'const error'],
  ['a deadline is left', 'ledger.ts', 'if (exchange.slot >= 0) this.#parts.deadlines.delete(exchange)', ''],
  [
    'the queue counts what has begun',
    'ledger.ts',
    "if (exchange.stage === 'queued') this.#waiting--\n    exchange.stage = 'begun'",
    "exchange.stage = 'begun'",
  ],
  [
    'the queue counts what is gone',
    'ledger.ts',
    "if (exchange.stage === 'queued') this.#waiting--\n    exchange.stage = 'settled'",
    "exchange.stage = 'settled'",
  ],
  ['what goes again is not counted', 'ledger.ts', 'exchange.restart()\n    this.#waiting++', 'exchange.restart()'],
  [
    'an orphan is told of its reply',
    'ledger.ts',
    'if (!exchange.orphan) this.settle(exchange)',
    'this.settle(exchange)',
  ],
  [
    'a reply that is late is not waited for',
    'ledger.ts',
    "if (out && settings.resync === 'discard' && exchange.framing?.bounded === true)",
    'if (false)',
  ],
  ['a request that was written is taken for one that was not', 'ledger.ts', 'if (!written && !(begun', 'if (!(begun'],
  [
    'the rest of a reply stays',
    'ledger.ts',
    'if (reading) scheduler.inbox.clear()',
    'if (false) scheduler.inbox.clear()',
  ],
  ['an orphan survives close()', 'ledger.ts', 'scheduler.root.takeInFlight() // nothing', '// nothing'],
  [
    'open() hangs when the attempt fails',
    'ledger.ts',
    'this.#failOpening(errorFor)\n    const { root }',
    'const { root }',
  ],
  [
    'half-sent bytes are taken for sent',
    'ledger.ts',
    'const out = written && !scheduler.writing.includes(exchange)',
    'const out = written',
  ],

  // the link
  [
    'news of a dead socket: bytes',
    'machine.ts',
    'if (epoch !== link.epoch || !link.up) return\n    link.received()',
    'if (!link.up) return\n    link.received()',
  ],
  [
    'news of a dead socket: its end',
    'machine.ts',
    "if (epoch !== link.epoch) return\n    if (link.state === 'closing') link.farewell()",
    "if (link.state === 'closing') link.farewell()",
  ],
  [
    'news of a dead socket: connected',
    'machine.ts',
    "if (epoch !== link.epoch || link.state !== 'connecting') return",
    "if (link.state !== 'connecting') return",
  ],
  [
    'news of a dead socket: lost',
    'machine.ts',
    'if (epoch !== link.epoch) return\n    const error = cause',
    'const error = cause',
  ],
  [
    'news of a dead socket: drained',
    'machine.ts',
    'if (epoch !== link.epoch) return\n    if (scheduler.drained())',
    'if (scheduler.drained())',
  ],
  ['the epoch stays', 'link.ts', 'this.#go(cause)\n    this.#epoch++', 'this.#go(cause)'],
  [
    'a lost socket is not destroyed',
    'link.ts',
    'this.#cut()\n    this.#epoch++\n    sessions',
    'this.#epoch++\n    sessions',
  ],
  ['work begins before the link is ready', 'link.ts', 'if (!sessions.hookDone) scheduler', 'scheduler'],
  ['the limit of the attempt is left', 'link.ts', "if (cause !== 'connected') deadlines.delete(stateTimer)", ''],
  ['the pause of pacing is left', 'link.ts', 'deadlines.delete(paceTimer)\n', ''],
  ['retries are not counted', 'link.ts', 'this.#attempt++\n', ''],
  ['retries are never counted anew', 'link.ts', '#ready(): void {\n    this.#attempt = 0', '#ready(): void {'],
  ['an attempt goes on though nobody waits', 'link.ts', 'if (!ledger.wanted) this.#giveUp()', ''],
  [
    'a peer that hangs up is called at full speed',
    'link.ts',
    'const delay = this.#fruitless < 2 ? 0 :',
    'const delay = true ? 0 :',
  ],
  ['close() has no limit', 'link.ts', 'this.#limit(settings.closeGrace)', ''],
  ['close() in a blocked write says goodbye', 'link.ts', "from === 'ready' && !blocked", "from === 'ready'"],
  ['disposal is not for good', 'link.ts', "this.#go(this.#disposing ? 'disposed' : 'down')", "this.#go('down')"],

  // recovery
  ['what was cut is sent again for ever', 'recovery.ts', 'exchange.retries--\n', ''],
  ['what was cut is sent again unasked', 'recovery.ts', 'if (exchange.retries === 0) return false', ''],
  ['half a line goes to the next connection', 'recovery.ts', 'if (reader !== undefined) scheduler.inbox.clear()', ''],
  [
    'leftovers are taken for replies',
    'recovery.ts',
    'const left = scheduler.inbox.takeAll()\n    scheduler.inbox.clear()',
    'const left = scheduler.inbox.peek()',
  ],
  ['a cut read hangs', 'recovery.ts', 'root.remove(reader)\n      lost(reader)', 'root.remove(reader)'],
  [
    'calls of a session hang',
    'recovery.ts',
    "if (exchange.stage === 'begun') lost(exchange)\n",
    "if (exchange.stage === 'begun') continue\n",
  ],

  // sessions
  [
    'a transaction goes on with another connection',
    'sessions.ts',
    "session.failure = blame.notConnected(undefined, 'idle', cause)",
    '',
  ],
  ['a transaction keeps its place', 'sessions.ts', 'scheduler.root.remove(session)\n', ''],
  [
    'a transaction lets go too early',
    'sessions.ts',
    'if (lanes.writers.length > 0 || lanes.readers.length > lanes.orphans) return false',
    '',
  ],
  [
    'calls after the end of a transaction',
    'sessions.ts',
    "session.stage === 'begun' && !session.ending ? undefined",
    'true ? undefined',
  ],
  [
    'a hook that failed does not matter',
    'sessions.ts',
    "if (failure === undefined || session.kind === 'transaction') session.ending",
    'if (true) session.ending',
  ],
  ['the patience goes on when it runs', 'sessions.ts', 'this.#parts.deadlines.set(session, session.limit)', ''],

  // streams
  ['a frame too many', 'feed.ts', 'inbox.nextRun(framing, stream.credit)', 'inbox.nextRun(framing, stream.credit + 1)'],
  [
    'a stream loses what a cut left',
    'streams.ts',
    'const breach = this.#holdAll(exchange)',
    'const breach = undefined',
  ],
  ['a stream that reconnects ends', 'streams.ts', 'if (stream.reconnect) {', 'if (false) {'],
  [
    'a line cut short ends a stream without an error',
    'streams.ts',
    'const clean = eof && partial.length === 0',
    'const clean = eof',
  ],
  ['unused frames are lost', 'streams.ts', 'if (plain && exchange.stage', 'if (false && exchange.stage'],
  ['matches that were not used are lost', 'streams.ts', 'if (bytes.length > 0) effects.stray(bytes)', ''],
  ['the lane of a stream stays taken', 'streams.ts', 'lanes.stream = undefined\n', ''],

  // buffers and framings
  [
    'bytes are searched once',
    'receive-buffer.ts',
    'this.#scanned = have\n      this.#need = have - size',
    'this.#scanned = have + 1\n      this.#need = have - size',
  ],
  ['a search forgets where a separator began', 'framing/until.ts', 'Math.max(0, scanned - width + 1)', 'scanned'],
  [
    'a limit is not kept',
    'receive-buffer.ts',
    'if (have >= this.#limit && this.#searching(framing)) throw new LimitOverrun()',
    '',
  ],
  [
    'the end of a block is swallowed on the next connection',
    'inbox.ts',
    'this.#unsifted?.clear()\n    this.#trailers = undefined',
    'this.#unsifted?.clear()',
  ],
  ['a trailer is taken for a reply', 'inbox.ts', 'this.#trailers = framing.trailers\n      this.#swallow()', ''],
  [
    'a frame beyond the limit is found in a run',
    'receive-buffer.ts',
    'framing.findAll !== undefined && this.length <= this.#limit',
    'framing.findAll !== undefined',
  ],
  ['a run is taken twice', 'receive-buffer.ts', 'this.#pass((ends.at(-1) ?? start) - start)', 'this.#pass(0)'],
  [
    'a run goes beyond its credit',
    'receive-buffer.ts',
    'ends.length < most ? this.#find',
    'ends.length <= most ? this.#find',
  ],
  ['what was received is lost in a move', 'receive-buffer.ts', 'memory.set(this.#view.subarray(this.#start))', ''],
  [
    'memory is written over',
    'receive-buffer.ts',
    'const from = this.#view.length\n    this',
    'const from = this.#start\n    this',
  ],
  ['a large memory is kept for small frames', 'receive-buffer.ts', 'this.#memory.length > 2 * LARGEST_SLAB', 'false'],
  ['a small reply keeps its slab', 'receive-buffer.ts', 'size * FRAME_SHARE >= slab', 'true'],
  ['a queue mixes what went around its ring', 'fifo.ts', '(this.#head + index) &', '(this.#head ^ index) &'],
  ['a deadline is lost in the heap', 'deadlines.ts', 'else this.#down(slot, last)', 'else this.#put(slot, last)'],
  [
    'late alarms are not looked at',
    'deadlines.ts',
    'item.deadline <= now; item = this.#heap[0]',
    'item.deadline === now; item = this.#heap[0]',
  ],
]
