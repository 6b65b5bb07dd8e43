/** The thread of the sockets: runs the engine for all sockets of the thread that started it. */
import { parentPort, workerData } from 'node:worker_threads'
import { Host } from './host.ts'
import { MessageReader, packed } from './messages.ts'
import { abreast, Moment } from './moment.ts'
import { Outbox } from './outbox.ts'
import { Pipe } from './pipe.ts'
import { type Start, Tell, Word } from './protocol.ts'
import { tracer } from './tracer.ts'

if (parentPort === null) throw new Error('this file runs in a worker thread')
const start = workerData as Start
const control = new Int32Array(start.control)
const input = new Pipe(start.toWorker)
const reader = new MessageReader(input)
/** Who blocks for one reply after the other asks again at once. The sockets are not read meanwhile, so nobody else may wait. */
const awake = new Moment((ms) => abreast && input.lookForBytes(ms))
const asleep = new Moment((ms) => input.waitForBytes(ms))
const outbox = new Outbox(new Pipe(start.toCaller), control, parentPort, (flush) => {
  if (!host.atRest) {
    flush()
    return
  }
  // No wake-up is needed: that is said before the caller is woken, who may ask before this thread comes to the next line.
  Atomics.store(control, Word.workerBell, 1)
  if (flush() && !awake.waited()) asleep.waited()
  look()
})
const host = new Host(outbox)
const trace = tracer(outbox)

const wake = () => {
  Atomics.add(control, Word.sequence, 1)
  Atomics.notify(control, Word.sequence)
}

/** The sign that this thread lives: given when its event loop has read the sockets, and what came of that is told. */
const sign = (asked: number) => {
  outbox.flush()
  Atomics.store(control, Word.answered, asked)
  wake()
}

/** What is asked for waits, in its order, while the transport of a socket is imported. */
let importing = false

const take = () => {
  for (let message = importing ? undefined : reader.next(); message !== undefined; message = reader.next()) {
    const needed = host.needs(message)
    if (needed !== undefined) {
      importing = true
      void needed.then(() => {
        importing = false
        take() // the message is still in hand
      })
      break
    }
    reader.inHand = undefined
    trace(Atomics.load(control, Word.traced)) // as it was when the message was written, or later
    host.receive(message)
  }
  outbox.flush()
}

const look = () => {
  Atomics.store(control, Word.workerBell, 0)
  const asked = Atomics.load(control, Word.asked)
  if (asked !== Atomics.load(control, Word.answered)) setImmediate(sign, asked)
  take()
}
parentPort.on('message', look)

// The caller's event loop prints what this thread does, and it may be blocked by the very call that is warned of.
process.removeAllListeners('warning')
process.on('warning', ({ name, message, code }: NodeJS.ErrnoException) => {
  outbox.send(Tell.warning, 0, packed([name, message, code]))
})

Atomics.store(control, Word.started, 1)

// However this thread ends, whoever waits for it must hear of that.
process.on('exit', () => {
  Atomics.store(control, Word.dead, 1)
  input.abandon()
  wake()
})
